"""A file's bytes as hashes, in one streaming pass."""

import hashlib
from dataclasses import dataclass
from typing import BinaryIO

_BLOCK = 1 << 20
_MULTIHASH_BLAKE3 = "1e20"  # how an ISCC names BLAKE3 with 32 bytes (multiformats table)


@dataclass(frozen=True, slots=True)
class Digests:
    """Hashes of a whole file. `sha256` and `blake3` are 64 hex digits, `size` is in bytes.

    `iscc_data` and `iscc_instance` are the 64-bit Data-Code and Instance-Code of ISO 24138 in canonical form
    ("ISCC:GAA..."), or empty when they were not asked for.
    """

    sha256: str
    blake3: str
    size: int
    iscc_data: str
    iscc_instance: str


def digest(file: BinaryIO, *, iscc: bool = True) -> Digests:
    """Hash `file` from its start to its end, in blocks of 1 MiB: memory does not grow with the file.

    With `iscc` the BLAKE3 comes out of the Instance-Code, which is one, so nothing is hashed twice.
    """
    return _with_iscc(file) if iscc else _plain(file)


def _with_iscc(file: BinaryIO) -> Digests:
    from iscc_lib import SumHasher

    sha, both = hashlib.sha256(), SumHasher()
    file.seek(0)
    while block := file.read(_BLOCK):
        sha.update(block)
        both.update(block)
    answer = both.finalize(add_units=True)
    data, instance = answer["units"]
    blake = str(answer["datahash"]).removeprefix(_MULTIHASH_BLAKE3)
    return Digests(sha.hexdigest(), blake, int(answer["filesize"]), str(data), str(instance))


def _plain(file: BinaryIO) -> Digests:
    from blake3 import blake3

    sha, blake, size = hashlib.sha256(), blake3(max_threads=1), 0
    file.seek(0)
    while block := file.read(_BLOCK):
        sha.update(block)
        blake.update(block)
        size += len(block)
    return Digests(sha.hexdigest(), blake.hexdigest(), size, "", "")
