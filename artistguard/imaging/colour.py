"""Colour profiles: what one is called, and how a picture gets from it to sRGB."""

from functools import lru_cache
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms

_MAX_PROFILE = 16 << 20
_MAX_NAME = 200
_SPACES = {"RGB": "RGB ", "CMYK": "CMYK", "L": "GRAY", "LAB": "Lab "}
_RENDERING = {
    # colour space -> intent: tables of CMYK are made for perceptual, matrix profiles know colorimetric only
    "CMYK": ImageCms.Intent.PERCEPTUAL,
    "Lab ": ImageCms.Intent.PERCEPTUAL,
    "RGB ": ImageCms.Intent.RELATIVE_COLORIMETRIC,
    "GRAY": ImageCms.Intent.RELATIVE_COLORIMETRIC,
}
_PLAIN = {"CMYK": "CMYK", "LAB": "Lab", "YCbCr": "YCbCr", "HSV": "HSV"}


@lru_cache(maxsize=1)
def srgb() -> bytes:
    """An sRGB profile, the same bytes each time."""
    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    made[24:36] = bytes.fromhex("07ea00010001000000000000")  # dateTimeNumber: 2026-01-01, not the moment of the call
    return bytes(made)


def profile_name(icc: object) -> str | None:
    """The description of an embedded profile, printable; None when there is none or it cannot be read."""
    profile = _profile(icc)
    if profile is None:
        return None
    try:
        name = ImageCms.getProfileDescription(profile)
    except (ImageCms.PyCMSError, OSError, ValueError, UnicodeError):
        return None
    shown = "".join(c for c in " ".join(name.split()) if c.isprintable())[:_MAX_NAME]
    return shown or None


def to_srgb(image: Image.Image, icc: object) -> tuple[Image.Image, tuple[str, ...]]:
    """(the picture as "RGB" in sRGB, what was done in plain words). `image` has no alpha and eight bits a channel.

    Without a profile RGB and grey are taken as sRGB, as every viewer does.
    """
    profile = _profile(icc)
    if profile is not None:
        name = profile_name(icc) or "an unnamed profile"
        if is_srgb(name) and image.mode in ("RGB", "L"):
            return _rgb(image), ()
        try:
            return _transformed(image, profile), (f"converted from {name} to sRGB",)
        except (ImageCms.PyCMSError, OSError, ValueError, KeyError):
            said = (f"the colour profile {name} does not fit the picture and was left out",)
            return _without_profile(image, said)
    if icc:
        return _without_profile(image, ("the colour profile is damaged and was left out",))
    return _without_profile(image, ())


def is_srgb(name: str | None) -> bool:
    """Whether a profile of that description is sRGB under one of its names."""
    return name is not None and ("srgb" in name.lower() or name.lower() == "c2")


def _without_profile(image: Image.Image, said: tuple[str, ...]) -> tuple[Image.Image, tuple[str, ...]]:
    if image.mode == "LAB":
        lab: Any = ImageCms.createProfile("LAB")
        return _transformed(image, lab), (*said, "converted from Lab to sRGB")
    if image.mode in _PLAIN:
        done = f"converted from {_PLAIN[image.mode]} without a profile, so colours are approximate"
        return _rgb(image), (*said, done)
    return _rgb(image), said


def _rgb(image: Image.Image) -> Image.Image:
    return image if image.mode == "RGB" else image.convert("RGB")


def _profile(icc: object) -> ImageCms.ImageCmsProfile | None:
    if not isinstance(icc, bytes) or not 128 <= len(icc) <= _MAX_PROFILE:
        return None
    try:
        return ImageCms.ImageCmsProfile(BytesIO(icc))
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None


def _transformed(image: Image.Image, profile: Any) -> Image.Image:
    core = getattr(profile, "profile", profile)
    space = str(core.xcolor_space)
    if _SPACES.get(image.mode, "RGB ") != space:
        # a grey picture under an RGB profile, or a palette's colours
        if space != "RGB " or image.mode == "CMYK":
            raise ValueError("the profile is for another colour space")
        image = _rgb(image)
    done = ImageCms.profileToProfile(
        image,
        profile,
        ImageCms.createProfile("sRGB"),
        renderingIntent=_RENDERING[space],
        outputMode="RGB",
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    if done is None:
        raise ValueError("no picture came back")
    return done
