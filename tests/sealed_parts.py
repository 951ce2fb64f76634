"""A sealed client with works of distinctive names, a host that keeps every byte, and what would betray the client."""

import base64
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import quote

import pytest
import requests
from pictures import draw

from artistguard.model.artwork import Artwork
from artistguard.model.names import NameKind, OwnName
from artistguard.model.rights import Client, Profile, Rights
from artistguard.net import limits, wire
from artistguard.net.door import Door
from artistguard.registries import status
from artistguard.workflow import clients
from artistguard.workflow.import_ import import_
from artistguard.workflow.studio import Studio

FIRM, HOLDER, CHARACTER = "Quillfeather Holdings", "Quillfeather Press", "Captain Brinewort"
MAIL, SITE = "art@quillfeather.example", "https://quillfeather.example/rights"
TITLES = ("Brinewort at the Sundered Quay", "zwölf Möwen über Quillfeather")


@dataclass
class Host:
    """Double of every server of the world: keeps each request to the byte, and gives one answer to all."""

    status: int = 503
    body: bytes | Callable[[bytes], bytes] = b"{}"  # or made of what was sent
    received: list[bytes] = field(default_factory=list)

    def exchange(
        self, request: requests.PreparedRequest, line: wire.Line, *rest: object, **more: object
    ) -> wire.RawAnswer:
        body = request.body or b""
        sent = body.encode() if isinstance(body, str) else body
        head = "".join(f"{header}: {value}\r\n" for header, value in request.headers.items())
        text = f"{request.method} {request.url}\r\n{head}\r\n".encode()
        self.received.append(text + sent)
        line.status = self.status
        made = self.body(sent) if callable(self.body) else self.body
        return wire.RawAnswer(self.status, {"content-type": "application/json"}, made)


@dataclass
class World:
    """What the tests work with."""

    studio: Studio
    client: Client
    sealed: list[Artwork]
    open: list[Artwork]
    host: Host


def sealed_and_open(studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """Two works of a sealed client and two open ones, a network that leads to one host, and nothing agreed to yet."""
    rights = Rights(rights_holder=HOLDER, contact_email=MAIL, web_statement=SITE, notice=f"© {HOLDER}")
    client = clients.add(studio, FIRM, rights)
    studio.catalogue.profile.set(
        Profile(
            name="Ada Wren",
            addresses=("https://ada.example", "ada@ada.example"),
            of_clients=(OwnName(CHARACTER, NameKind.CHARACTER, client.id),),
        )
    )
    folder = tmp_path / "portfolio"
    (folder / FIRM).mkdir(parents=True)
    for number, title in enumerate(TITLES):
        draw(number + 1).save(folder / FIRM / f"{title}.png")
    draw(8).save(folder / "Harbour.png")
    draw(9).save(folder / "Tide.png")
    import_(studio, [folder])
    works = list(studio.catalogue.works.iterate())
    sealed = [work for work in works if FIRM in work.editions[0].location.path]
    clients.assign(studio, [work.id for work in sealed], client)
    sealed = list(studio.catalogue.works.iterate(client_id=client.id))
    open_ = [work for work in works if work.id not in {each.id for each in sealed}]
    assert (len(sealed), len(open_)) == (2, 2)
    studio.catalogue.addresses.add(
        [(sealed[0].id, "https://ada.example/nda/sundered-quay-8812"), (open_[0].id, "https://ada.example/harbour")]
    )
    studio.save(
        replace(
            studio.settings, network=True, registry_authorities="https://tsa.example/tsr", registry_domain="ada.example"
        )
    )
    host = Host()
    monkeypatch.setattr(wire, "exchange", host.exchange)
    assert Door.__init__.__kwdefaults__ is not None
    monkeypatch.setitem(Door.__init__.__kwdefaults__, "resolver", lambda name, port: ["93.184.215.14"])
    monkeypatch.setattr(limits, "OTHERS", limits.Pace(10_000, 1.0, 10))
    monkeypatch.setattr(status, "TRIES", 1)  # a host that is busy is waited for otherwise
    return World(studio, client, sealed, open_, host)


def forms_of(label: str, raw: bytes) -> Iterator[tuple[str, bytes]]:
    """A digest or a piece of a file as it could stand somewhere."""
    yield f"{label}, raw", raw
    yield f"{label}, hex", raw.hex().encode()
    if len(raw) < 12:
        return  # too short a piece of base32 or base64 to say anything
    yield f"{label}, base32", base64.b32encode(raw).rstrip(b"=")[:-1].lower()
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + raw)[4 if shift else 0 :].rstrip(b"=")[:-1]
        yield f"{label}, base64 at {shift}", coded
        yield f"{label}, base64url at {shift}", coded.replace(b"+", b"-").replace(b"/", b"_")


def identifying(world: World) -> dict[str, bytes]:
    """Everything that tells of the sealed client or a work of theirs, by what it is."""
    found: dict[str, bytes] = {}
    texts = [FIRM, HOLDER, CHARACTER, MAIL, SITE, "quillfeather", "brinewort", "sundered-quay-8812", *TITLES]
    for text in texts:
        for kind, form in (("", text), (" in JSON", json.dumps(text)[1:-1]), (" in a URL", quote(text))):
            found[f"{text}{kind}"] = form.lower().encode()
    for work in world.sealed:
        found[f"id of {work.title}"] = work.id.encode()
        for edition in work.editions:
            found[f"edition of {work.title}"] = edition.id.encode()
            path = world.studio.catalogue.roots.path(edition.location.root) / edition.location.path
            body = path.read_bytes()
            found.update(forms_of(f"middle of {work.title}", body[len(body) // 2 :][:48]))
            found.update(forms_of(f"sha256 of {work.title}", bytes.fromhex(edition.sha256)))
            found.update(forms_of(f"blake3 of {work.title}", bytes.fromhex(edition.blake3)))
            for each in world.studio.catalogue.works.fingerprints(edition.id):
                code = each.value.removeprefix("ISCC:")
                if code == each.value:
                    found.update(forms_of(f"{each.kind.value} of {work.title}", bytes.fromhex(code)))
                else:
                    whole = base64.b32decode(code + "=" * (-len(code) % 8))
                    found[f"{each.kind.value} of {work.title}"] = code.lower().encode()
                    for start in range(2, len(whole) - 7, 8):
                        found.update(
                            forms_of(f"{each.kind.value} of {work.title} at {start}", whole[start : start + 8])
                        )
    return found


def betrayed(world: World, data: Sequence[bytes]) -> list[str]:
    """What is found in these bytes. Hex, names and codes are looked for in any case."""
    wanted = identifying(world)
    assert len(wanted) > 100
    blob = b"\0".join(data)
    both = blob + b"\0" + blob.lower()
    return sorted(label for label, one in wanted.items() if one in both)


def contents(folder: Path) -> list[bytes]:
    """All files below a folder with their names, and what archives hold, those in archives too."""
    found: list[bytes] = []
    for path in sorted(folder.rglob("*")):
        found.append(path.relative_to(folder).as_posix().encode())
        if path.is_file():
            found += _whole(path.read_bytes())
    return found


def _whole(body: bytes) -> Iterator[bytes]:
    yield body
    if zipfile.is_zipfile(io.BytesIO(body)):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from _whole(archive.read(name))


def ids(works: Sequence[Artwork]) -> list[str]:
    """The ids of works."""
    return [work.id for work in works]
