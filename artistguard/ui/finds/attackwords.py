"""What is done to the copies of the self-test, in the reader's language."""

from PySide6.QtCore import QCoreApplication

from artistguard.ui.spoken import spoken

translate = QCoreApplication.translate


def attack(name: str) -> str:
    """An attack by its name in imaging.attacks; one without words here keeps that name."""
    return {
        "identity": translate("Attacks", "as it is"),
        "jpeg75": translate("Attacks", "JPEG, quality 75"),
        "jpeg30": translate("Attacks", "JPEG, quality 30"),
        "jpeg10": translate("Attacks", "JPEG, quality 10"),
        "webp50": translate("Attacks", "WebP, quality 50"),
        "thumb200": translate("Attacks", "thumbnail of 200 pixels"),
        "squash512": translate("Attacks", "pressed into a square"),
        "centre224": translate("Attacks", "middle square of 224 pixels"),
        "centre512": translate("Attacks", "middle square of 512 pixels"),
        "border white": translate("Attacks", "white border to a square"),
        "border black": translate("Attacks", "black border to a square"),
        "random crop 5": translate("Attacks", "5 % cut off anywhere"),
        "random crop 10": translate("Attacks", "10 % cut off anywhere"),
        "random crop 20": translate("Attacks", "20 % cut off anywhere"),
        "random crop 30": translate("Attacks", "30 % cut off anywhere"),
        "random crop 50": translate("Attacks", "half of each side cut off"),
        "centre crop 20": translate("Attacks", "20 % cut off all round"),
        "aspect 4:5": translate("Attacks", "pressed into 4:5"),
        "mirrored": translate("Attacks", "mirrored"),
        "turned left": translate("Attacks", "turned left"),
        "upside down": translate("Attacks", "upside down"),
        "tilt 5 white": translate("Attacks", "tilted by 5 degrees, white corners"),
        "tilt 2 white": translate("Attacks", "tilted by 2 degrees, white corners"),
        "frame 5 white": translate("Attacks", "white frame of 5 %"),
        "frame 10 black": translate("Attacks", "black frame of 10 %"),
        "letterbox 16:9": translate("Attacks", "letterbox of 16:9"),
        "watermark tiled": translate("Attacks", "watermark all over"),
        "caption bar": translate("Attacks", "bar with a caption"),
        "screenshot": translate("Attacks", "screenshot of a page"),
        "brighter 40": translate("Attacks", "40 % brighter"),
        "contrast 50": translate("Attacks", "50 % more contrast"),
        "gamma 0.6": translate("Attacks", "gamma of 0.6"),
        "grey": translate("Attacks", "grey"),
        "hue shift": translate("Attacks", "other colours"),
        "blur 3": translate("Attacks", "blurred"),
        "noise 25": translate("Attacks", "with noise"),
        "like a VAE": translate("Attacks", "softened as image models do"),
        "collage quarter": translate("Attacks", "a quarter of a collage"),
        "mirror, crop 10, jpeg50": translate("Attacks", "mirrored, 10 % cut off, JPEG"),
        "frame 7 grey": translate("Attacks", "grey frame of 7 %"),
        "frame 4 black": translate("Attacks", "black frame of 4 %"),
        "frame 6.5 white": translate("Attacks", "white frame of 6.5 %"),
        "tilt 3.3 white": translate("Attacks", "tilted by 3.3 degrees, white corners"),
        "tilt -4.4 black": translate("Attacks", "tilted by 4.4 degrees, black corners"),
        "tilt 3, cut off": translate("Attacks", "tilted by 3 degrees, corners cut off"),
        "15 % of width": translate("Attacks", "15 % of the width cut off"),
        "15 % of height": translate("Attacks", "15 % of the height cut off"),
        "27 % of width": translate("Attacks", "27 % of the width cut off"),
        "bar 8 % below": translate("Attacks", "bar of 8 % below"),
        "mirrored upside down": translate("Attacks", "mirrored, upside down"),
        "transposed": translate("Attacks", "transposed"),
        "letterbox 1.6": translate("Attacks", "letterbox of 16:10"),
        "crop 12, 4:5": translate("Attacks", "12 % cut off, pressed into 4:5"),
    }.get(name) or spoken(name)
