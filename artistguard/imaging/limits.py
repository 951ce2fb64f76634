"""What a single file may cost. Everything here is checked before memory is asked for, not after."""

from dataclasses import dataclass

from artistguard.model.errors import TooLarge


@dataclass(frozen=True, slots=True)
class Limits:
    """Ceilings for one file.

    `pixels`: width times height of a picture that is decoded. `memory`: bytes that the decoded picture and its copies
    may take (an estimate from the header). `seconds` is kept by whoever runs the child, since native decoders cannot
    be interrupted from inside. `archive_bytes`: unpacked size of one member of an archive, or of an embedded database.
    `archive_ratio`: how many times larger than packed a large member may be; coded pictures hardly pack at all.
    `svg_bytes`: size of an SVG document. `svg_nodes`: elements after every <use> has been expanded.
    """

    pixels: int = 300_000_000
    memory: int = 3 << 30
    seconds: float = 120.0
    archive_bytes: int = 512 << 20
    archive_ratio: int = 200
    archive_members: int = 200_000
    svg_bytes: int = 64 << 20
    svg_nodes: int = 1_000_000

    def check_size(self, width: int, height: int, bytes_per_pixel: int = 10) -> None:
        """Raise `TooLarge` if a picture of that many pixels may not be decoded."""
        pixels = width * height
        if pixels > self.pixels:
            raise TooLarge(
                f"The picture is {width} x {height} pixels; at most {self.pixels // 1_000_000} million are decoded.",
                "Export a smaller version and import that.",
            )
        if pixels * bytes_per_pixel > self.memory:
            raise TooLarge(
                f"Decoding {width} x {height} pixels would need more than {self.memory >> 20} MiB of memory.",
                "Export a smaller version and import that.",
            )


DEFAULT_LIMITS = Limits()
