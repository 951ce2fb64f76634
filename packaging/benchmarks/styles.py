"""Which style a picture is drawn in, by its colours: recall differs by style, so no mean of it stands alone."""

import numpy as np
from PIL import Image

STYLES = ("painted", "flat", "line")
_PAPER = 0.6  # of the pixels in one shade: drawn on empty ground
_FEW = 64  # colours of 5 bits a channel that cover nearly all of a flat picture


def style(picture: Image.Image) -> str:
    """Line: most of it is ground of one shade. Flat: few colours cover 95 % of it. Painted: all else."""
    small = np.asarray(picture.convert("RGB").resize((256, 256), Image.Resampling.NEAREST)) >> 3
    codes = small[..., 0].astype(np.int32) << 10 | small[..., 1].astype(np.int32) << 5 | small[..., 2]
    counts = np.sort(np.bincount(codes.ravel()))[::-1]
    shares = np.cumsum(counts) / codes.size
    if shares[0] >= _PAPER:
        return "line"
    return "flat" if int(np.searchsorted(shares, 0.95)) < _FEW else "painted"
