"""A portfolio without pictures to read: works, files and thumbnails as rows and small JPEG, by the hundred."""

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from PIL import Image

from artistguard.model.artwork import Artwork, Edition, EditionRole, Fingerprint, Location, PictureFacts
from artistguard.model.ids import new_id, now
from artistguard.workflow import thumbnails
from artistguard.workflow.studio import Studio

Files = list[tuple[Edition, tuple[Fingerprint, ...]]]


def jpeg(number: int, width: int = 96, height: int = 64) -> bytes:
    """A small picture of one colour."""
    held = io.BytesIO()
    Image.new("RGB", (width, height), (number * 37 % 256, number * 91 % 256, 160)).save(held, "JPEG", quality=80)
    return held.getvalue()


def works(root: str, count: int, first: int = 1, *, signed: int = 0) -> Iterator[tuple[Artwork, Files]]:
    """Works of one master each; every `signed`-th has a signed copy."""
    at = now()
    for number in range(first, first + count):
        id_ = new_id()
        master = Edition(
            id=new_id(),
            artwork_id=id_,
            role=EditionRole.MASTER,
            location=Location(root, f"{number // 100:03}/work {number:05}.jpg"),
            sha256=f"{number:064x}",
            blake3="b" * 64,
            size=1000,
            mtime_ns=1,
            format="jpeg",
            picture=PictureFacts(960, 640),
            created_at=at,
        )
        files: Files = [(master, ())]
        if signed and number % signed == 0:
            copy = replace(
                master,
                id=new_id(),
                role=EditionRole.SIGNED_COPY,
                parent_id=master.id,
                sha256=f"{number + 10**9:064x}",
                location=Location(root, f"signed/work {number:05}.jpg"),
            )
            files.append((copy, ()))
        yield Artwork(id_, number, f"Work {number:05}", at), files


def fill(studio: Studio, folder: Path, count: int, *, signed: int = 0, pictures: int = 0) -> None:
    """Put works into a studio, and thumbnails of the first of them into its cache."""
    root = studio.catalogue.roots.ensure(folder)
    studio.catalogue.works.add_many(works(root, count, signed=signed))
    for number in range(1, pictures + 1):
        thumbnails.store(studio.thumbnails, f"{number:064x}", jpeg(number))
