"""What a worker child loads once, before its first file."""

_BLOCKS = 12


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
    from PIL import AvifImagePlugin, Image, MpoImagePlugin, TiffImagePlugin, WebPImagePlugin, _imaging  # noqa: F401

    Image.preinit()
    # Pillow gives picture memory back to the system after each picture, and gets it again page by page: a tenth of
    # the time of a large PNG. Twelve of its 16 MiB blocks are kept instead.
    _imaging.set_blocks_max(_BLOCKS)
    pillow_heif.register_heif_opener()
    # imagehash imports the transform it needs on first use
    imagehash.phash(Image.new("L", (32, 32)))
