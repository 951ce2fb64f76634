"""A sealed client with every registry and in every file that is handed on: zero identifying bytes.

Registries are taken from the program's own tables, and a module that writes files has to stand in one of the two
lists below: so whoever adds one and forgets this test makes it fail.
"""

import base64
import importlib
import inspect
import json
import pkgutil
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from calendar_double import Calendar
from sealed_parts import CHARACTER, FIRM, TITLES, World, betrayed, contents, ids, sealed_and_open
from watch_parts import HUB, model, picture
from watch_parts import name as named

from artistguard import registries as registries_package
from artistguard.catalogue.recording import Offered
from artistguard.model.artwork import Artwork, FingerprintKind
from artistguard.model.egress import Purpose
from artistguard.model.errors import ArtistGuardError, Sealed, UsageError
from artistguard.model.protocols import CancelToken
from artistguard.model.registering import Item, Operation, RegistryKind, Submission
from artistguard.net import wire
from artistguard.workflow import (
    clients,
    consents,
    custody,
    digest,
    digest_page,
    forms,
    ledger_export,
    ledger_site,
    ledger_stamps,
    packing,
    presets,
    register_plan,
    registering,
    registry_search,
    registry_status,
    website,
    work_proofs,
)
from artistguard.workflow.sign import works_of
from artistguard.workflow.studio import Studio
from artistguard.workflow.tokens import set_token

WORKFLOW = Path(inspect.getsourcefile(packing) or "").parent
PACKAGE = WORKFLOW.parent


@pytest.fixture
def world(studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    return sealed_and_open(studio, tmp_path, monkeypatch)


def every_registry(studio: Studio) -> list[str]:
    return list(registering.registries(studio))


def agree(studio: Studio, hosts: Sequence[str]) -> None:
    for host in hosts:
        consents.agree(studio, host, [Purpose.REGISTER], "shown")


# --- the test itself is tested


def test_what_is_looked_for_would_be_found(world: World) -> None:
    work = world.sealed[0]
    edition = work.editions[0]
    raw = bytes.fromhex(edition.sha256)
    phash = next(
        each.value
        for each in world.studio.catalogue.works.fingerprints(edition.id)
        if each.kind is FingerprintKind.PHASH
    )
    for planted in (
        raw, edition.sha256.upper().encode(), b"x" + raw, base64.b64encode(b"ab" + raw), bytes.fromhex(phash),
        base64.b32encode(raw), FIRM.upper().encode(), quote(TITLES[1]).encode(), json.dumps({"t": TITLES[1]}).encode(),
        b"see https://ada.example/nda/sundered-quay-8812.",
    ):  # fmt: skip
        assert betrayed(world, [b"before", b"--" + planted + b"--"]), planted
    assert not betrayed(world, [b"Harbour", world.open[0].editions[0].sha256.encode()])


# --- registries


def test_no_registry_is_told_of_sealed_works_by_a_plan(world: World) -> None:
    studio = world.studio
    for registry in every_registry(studio):
        capabilities = registering.registry(studio, registry).capabilities
        answers = ((200, b"{}"), (200, b"\x30\x03\x02\x01\x00"), (503, b"{}"))  # busy last: it is waited for after that
        for status, body in answers if register_plan.automatic(capabilities) else answers[:1]:
            world.host.status, world.host.body = status, body
            made = registering.plan(studio, [*world.sealed, *world.open], [registry])
            left = {each.work_id for each in made.left_out if each.known is None}
            if not capabilities.sealed_too:
                assert left >= set(ids(world.sealed)), registry
                leaving = [part for row in made.rows for one in row.leaves for part in (one.url.encode(), one.body)]
                assert not betrayed(world, leaving), registry
            agree(studio, made.hosts)
            registering.register(studio, made)
    assert not betrayed(world, world.host.received)
    asked = {registering.registry(studio, name).capabilities.kind for name in every_registry(studio)}
    assert bool(world.host.received) == (RegistryKind.SERVICE in asked)  # and so the test has seen something


def test_a_registry_that_is_handed_a_sealed_work_by_mistake_still_tells_nobody(world: World) -> None:
    studio = world.studio
    key, cancel = registering.record_key(studio), CancelToken()
    for name, registry in registering.registries(studio).items():
        items = tuple(_item(studio, work) for work in world.sealed)
        for part in (items, items[:1]):
            submission = Submission(name, Operation.DECLARE, part, "v1", params={"domain": "ada.example"})
            try:
                prepared = registry.prepare(submission)
                for leaving in prepared.leaves:
                    agree(studio, [wire.place(leaving.url).name])
                signed = registry.sign(prepared, key, studio.catalogue.clock())
                registry.submit(signed, submission, studio.door(), cancel)
            except (UsageError, Sealed):
                continue
            assert registry.capabilities.kind is RegistryKind.EMBEDDED, name
    assert world.host.received == []


def test_nobody_is_asked_about_sealed_works(world: World) -> None:
    studio = world.studio
    for name, registry in registry_status.known(studio).items():
        agree(studio, [registry.host])
        set_token(studio, registry.host, "a-key")
        asking = registry_status.plan(studio, registry, ids([*world.sealed, *world.open]))
        assert set(asking.sealed) == {world.sealed[0].title, world.sealed[1].title}, name
        with pytest.raises(ArtistGuardError):  # the answer is none that such a registry gives
            registry_status.ask(studio, registry, asking)
        with pytest.raises(UsageError, match="No address"):
            registry_status.plan(studio, registry, ids(world.sealed))
    assert len(world.host.received) >= len(registry_status.known(studio))
    assert not betrayed(world, world.host.received)


def test_no_hub_is_asked_who_declared_a_sealed_work(world: World) -> None:
    studio = world.studio
    for at, service in registry_search.services(studio.home).items():
        agree(studio, [wire.place(service.url).name])
        for work in world.sealed:
            location = work.editions[0].location
            file = studio.catalogue.roots.path(location.root) / location.path
            for what in (f"#{work.number}", str(file)):
                with pytest.raises(Sealed):
                    registry_search.search(studio, what, at)
        assert world.host.received == []
        with pytest.raises(ArtistGuardError):  # the answer is none that such a service gives
            registry_search.search(studio, f"#{world.open[0].number}", at)
        assert world.host.received
        assert not betrayed(world, world.host.received)
        world.host.received.clear()


def test_a_stamp_over_the_ledger_tells_of_nobody(world: World) -> None:
    _declared(world)
    world.studio.save(replace(world.studio.settings, time_authority="https://tsa.example/tsr"))
    with pytest.raises(ArtistGuardError):  # the answer is no time stamp
        ledger_stamps.stamp(world.studio)
    assert len(world.host.received) == 1
    assert not betrayed(world, world.host.received)


def test_every_adapter_there_is_stands_in_a_table(world: World) -> None:
    tried = {type(each) for each in registering.registries(world.studio).values()}
    for module in pkgutil.iter_modules(registries_package.__path__, "artistguard.registries."):
        for _, kind in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            ours = (
                kind.__module__ == module.name and not inspect.isabstract(kind) and not getattr(kind, "_is_protocol", 0)
            )
            if ours and (hasattr(kind, "submit") or hasattr(kind, "ask")):
                assert kind in tried, f"{kind.__name__} stands in no table, so nothing here tries it"


def _item(studio: Studio, work: Artwork) -> Item:
    edition = work.editions[0]
    prints = {each.kind: each.value for each in studio.catalogue.works.fingerprints(edition.id)}
    return Item(
        work.id, edition.id, edition.role, edition.sha256, edition.blake3, prints.get(FingerprintKind.ISCC_CODE, ""),
        studio.catalogue.addresses.of([work.id]).get(work.id, ()), work.title,
    )  # fmt: skip


# --- files that are handed on


def _ledger(world: World, folder: Path) -> None:
    custody.export(world.studio.catalogue, folder / "custody.jsonl")


def _presets(world: World, folder: Path) -> None:
    catalogue = world.studio.catalogue
    catalogue.presets.create("Theirs", rights=world.client.rights)
    catalogue.presets.create(f"For {FIRM}")
    for number, preset in enumerate(catalogue.presets.list()):
        try:
            presets.export_file(catalogue, preset.id, folder / f"preset-{number}.json")
        except Sealed:
            assert preset.name in ("Theirs", f"For {FIRM}")


def _digest(world: World, folder: Path) -> None:
    studio = world.studio
    sealed = world.sealed[0]
    seen = replace(picture(sealed.id), reason=f"1.png looks like #1, {sealed.title}.")
    offers = [
        Offered(model("k1", "a/one", files=()), (named(),)),
        Offered(model("k2", "a/two", files=()), (seen,)),
        Offered(model("k3", "a/three", files=()), (named(CHARACTER),)),
    ]
    studio.catalogue.finds.record(offers, source=HUB)
    watch = studio.catalogue.watches.add("hugging-face", f"Words for {FIRM}", 24, {"text": CHARACTER})
    run = studio.catalogue.watches.begin(watch.id)
    message = f"Under a client's seal: {CHARACTER}. It runs again once the seal is open."
    studio.catalogue.watches.end(replace(run, message=message), None, 0)
    found = digest.digest(studio)
    assert len(found.new) == 3
    page = digest.for_others(studio, found)
    assert ([card.title for card in page.new], page.sealed) == (["a/one"], 2)
    digest_page.write(folder / "digest.html", digest_page.as_html(page))
    (folder / "digest.txt").write_text(digest_page.as_text(page), "utf-8")


def _website(world: World, folder: Path) -> None:
    website.write(world.studio, website.plan(world.studio, folder / "site", "ada.example"))
    world.studio.catalogue.presets.create("Theirs", rights=world.client.rights)
    with pytest.raises(Sealed):
        website.plan(world.studio, folder / "site", "ada.example", preset="Theirs")


def _declared(world: World) -> None:
    """The local ledger holds lines about sealed works too: nothing leaves for them."""
    made = registering.plan(world.studio, [*world.sealed, *world.open], ["local"])
    registering.register(world.studio, made)


def _ledger_site(world: World, folder: Path) -> None:
    _declared(world)
    site = ledger_site.plan(world.studio, folder / "site", "ada.example", titles=True)
    assert (site.works, site.listed) == (2, 2)
    ledger_site.write(world.studio, site)


def _ledger_file(world: World, folder: Path) -> None:
    _declared(world)
    made = ledger_export.export(world.studio, folder / "ledger.zip", ledger_export.ExportOrder())
    assert (made.works, made.left_out) == (2, 2)


def _receipts(world: World, folder: Path) -> None:
    _declared(world)
    for each in list(registering.declarations(world.studio)):
        work = each.submission.items[0].work_id
        try:
            registering.export_receipt(world.studio, each.id, folder / f"{each.id}.zip")
        except Sealed:
            assert work in ids(world.sealed)
        else:
            assert work in ids(world.open)
    assert len(list(folder.iterdir())) == len(world.open)


def _proofs(world: World, folder: Path) -> None:
    """One batch of all works, stamped while the client was open; sealed since."""
    studio, stamped, calendar = world.studio, "opentimestamps", Calendar("calendar.example")
    clients.open_(studio, world.client)
    made = registering.plan(studio, [*world.sealed, *world.open], [stamped])
    agree(studio, made.hosts)
    world.host.status, world.host.body = 200, lambda sent: calendar.digest(sent)[1]
    registering.register(studio, made)
    [declaration] = registering.declarations(studio, registry=stamped)
    assert declaration.receipt is not None
    clients.seal(studio, world.client)
    for work in world.sealed:
        with pytest.raises(Sealed):
            work_proofs.export(studio, declaration.id, work.id, folder / "no.zip")
    with pytest.raises(Sealed):
        registering.export_receipt(studio, declaration.id, folder / "no.zip")
    for work in world.open:
        work_proofs.export(studio, declaration.id, work.id, folder / f"{work.number}.zip")
    ledger_export.export(studio, folder / "ledger.zip", ledger_export.ExportOrder())
    assert len(list(folder.iterdir())) == 3


def _packing(world: World, folder: Path) -> None:
    works = ids([*world.sealed, *world.open])
    for name in forms.known(world.studio):
        packing.pack(world.studio, forms.find(world.studio, name), works, folder)
    assert len(list(folder.iterdir())) == len(forms.known(world.studio))


# By the module that writes them.
EXPORTS: dict[str, Callable[[World, Path], None]] = {
    "workflow/custody.py": _ledger,
    "workflow/presets.py": _presets,
    "workflow/digest_page.py": _digest,
    "workflow/website.py": _website,
    "workflow/packing.py": _packing,
    "workflow/ledger_site.py": _ledger_site,
    "workflow/ledger_export.py": _ledger_file,
    "workflow/receipts.py": _receipts,
    "workflow/work_proofs.py": _proofs,
}
# Modules that write files which are nobody else's, or hold nothing of works, and why.
OTHERS = {
    "provenance/write.py": "a signed copy of a work, which the user asked for and keeps or hands to that very client",
    "ui/theme.py": "icons in colours",
    "workflow/beside.py": "a stranger's picture, for the look at it, and gone after",
    "workflow/captures.py": "answers of strangers, kept in the data folder as evidence",
    "workflow/check_links.py": "what a stranger's link led to, in a folder that goes after",
    "workflow/confirm_find.py": "a stranger's picture, for the comparison",
    "workflow/demo.py": "the sample's own studio and its page",
    "workflow/demo_set.py": "the sample's own studio",
    "workflow/identity.py": "keys, certificates and lists of revoked ones",
    "workflow/pictures.py": "a preview in the cache of the data folder",
    "workflow/posted.py": "a copy that a platform gave back, in the cache of the data folder",
    "workflow/receipt_files.py": "what receipts and ledger_export made",
    "workflow/recognise.py": "a stranger's picture, for the comparison",
    "workflow/scan.py": "hashes for the own workers, in the data folder",
    "workflow/scan_bytes.py": "parts of strangers' data sets, in the data folder",
    "workflow/schedule_units.py": "a timer: the program's own path",
    "workflow/searchable.py": "hashes of the own works, in the data folder",
    "workflow/site_files.py": "what website and ledger_site planned",
    "workflow/thumbnails.py": "the cache of the data folder, never of sealed works",
    "workflow/trust_list.py": "certificates of others",
}
_WRITES = re.compile(
    r"""open\([^)\n]*["'][xwa][bt]?\+?b?["']|write_text\(|write_bytes\(|ZipFile\([^)\n]*["'][xwa]"""
    r"""|NamedTemporaryFile\(|shutil\.copy|O_CREAT|new_file\(|(publish|site_files)\.(publish|write)\("""
)
_LOOKED_AT = ("cli", "evidence", "provenance", "registries", "ui", "website", "workflow")


def test_every_module_that_writes_files_is_named_here() -> None:
    writers = {
        path.relative_to(PACKAGE).as_posix()
        for room in _LOOKED_AT
        for path in (PACKAGE / room).rglob("*.py")
        if _WRITES.search(path.read_text("utf-8"))
    }
    assert not set(EXPORTS) & set(OTHERS)
    assert writers == {*EXPORTS, *OTHERS}, "a module that writes files: put it in EXPORTS, or in OTHERS with the reason"


@pytest.mark.parametrize("module", sorted(EXPORTS))
def test_no_file_that_is_handed_on_tells_of_a_sealed_client(world: World, tmp_path: Path, module: str) -> None:
    folder = tmp_path / "handed on"
    folder.mkdir()
    assert works_of(world.studio, [world.sealed[0].id])
    EXPORTS[module](world, folder)
    written = contents(folder)
    assert written
    assert betrayed(world, written) == []
