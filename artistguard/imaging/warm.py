"""What a worker child loads once, before its first file."""


def warm() -> None:
    """Import every decoder and hash, so that no file pays for it. Takes about a second; never call it in a window."""
    import imagehash
    import iscc_lib  # noqa: F401
    import numpy  # noqa: F401
    import pdqhash  # noqa: F401
    import pillow_heif
    import pillow_jxl  # noqa: F401
    import psd_tools.compression
    import psd_tools.psd.image_data  # noqa: F401
    import resvg_py  # noqa: F401
    from PIL import AvifImagePlugin, Image, MpoImagePlugin, TiffImagePlugin, WebPImagePlugin  # noqa: F401

    Image.preinit()
    pillow_heif.register_heif_opener()
    # imagehash imports the transform it needs on first use
    imagehash.phash(Image.new("L", (32, 32)))
