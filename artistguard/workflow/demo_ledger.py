"""The demo's registering: every sample work with the local ledger, its receipts and the ledger checked, and touched."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from artistguard.model.artwork import Artwork
from artistguard.model.registering import Declaration, DeclarationState, Holds, Operation, Receipt
from artistguard.model.reserved import Reserved, Where
from artistguard.proof import chain
from artistguard.registries.local import NAME, LocalLedger
from artistguard.workflow import ledger_export, ledger_site, ledger_stamps, registering, reserved
from artistguard.workflow.ledger_tables import ExportOrder
from artistguard.workflow.sample import SampleStudio

DOMAIN = "studio.example"


@dataclass
class LedgerShown:
    """What the ledger says of one work, what was written out, and (claim, whether it holds, what was seen)."""

    work: Reserved
    file: Path  # for a lawyer
    site: Path
    claims: list[tuple[str, bool, str]] = field(default_factory=list)


def register(studio: SampleStudio, folder: Path, works: Iterable[Artwork], shown: Artwork) -> LedgerShown:
    """Register all works, check every receipt and the ledger, and write it out into `folder`."""
    works = list(works)
    made = registering.plan(studio, works, [NAME])
    registering.register(studio, made)
    declared = [each for each in registering.declarations(studio) if each.submission.operation is Operation.DECLARE]
    again = registering.plan(studio, works, [NAME])
    lines = studio.catalogue.custody.head().seq
    registering.register(studio, again)
    added = studio.catalogue.custody.head().seq - lines
    site = ledger_site.plan(studio, folder / "ledger-site", DOMAIN, titles=True)
    ledger_site.write(studio, site)
    file = ledger_export.export(studio, folder / "ledger.zip", ExportOrder()).path
    result = LedgerShown(reserved.on(studio, shown.id), file, site.folder)

    def claim(text: str, holds: bool, seen: object = "") -> None:
        result.claims.append((text, bool(holds), str(seen)))

    recorded = {item.work_id for each in declared if _recorded(each) for item in each.submission.items}
    missing = [work.title for work in works if work.id not in recorded]
    claim("Every sample work is recorded in the local ledger", bool(works) and not missing, ", ".join(missing))
    claim("Registering there lets nothing leave the machine", not made.bytes_out and not made.hosts, made.sentence())
    ledger = LocalLedger()
    bad = [each.id for each in declared if not _holds(ledger, each.receipt, each)]
    claim("Every receipt holds, and is about the file as it was imported", bool(declared) and not bad, ", ".join(bad))
    touched = [each.id for each in declared if each.receipt and _holds(ledger, _touched(each.receipt), each)]
    claim("A receipt with one changed byte does not hold", bool(declared) and not touched, ", ".join(touched))
    claim("Registering again adds nothing", not again.total and not added, f"{added} lines")
    report = ledger_stamps.check(studio)
    claim("The ledger verifies", report.whole and report.chain.count > 0, f"{report.chain.count} lines")
    claim(*_located(studio, declared))
    today, before = reserved.summary(studio), reserved.summary(studio, date.today() - timedelta(days=1))
    said = f"{today.said} of {today.works} today, {before.said} the day before"
    claim("Today the ledger says of each work where it is reserved; the day before, of none",
          today.said == today.works == len(works) and not before.said, said)  # fmt: skip
    places = {each.where for each in result.work.said}
    claim(
        "It names the forms in the copies and the ledger's line, and the gaps that are left",
        places == {Where.COPY, Where.REGISTRY} and bool(result.work.gaps),
        f"{len(result.work.said)} statements, {len(result.work.gaps)} gaps",
    )
    count = sum(1 for path in result.site.rglob("*.tdm.json"))
    claim("Its website has a document for every declared file", count == site.listed > 0, f"{count} files")
    return result


def _recorded(declared: Declaration) -> bool:
    return declared.state is DeclarationState.RECORDED and declared.receipt is not None


def _holds(ledger: LocalLedger, receipt: Receipt | None, declared: Declaration) -> bool:
    return receipt is not None and ledger.verify(receipt, declared.submission.items).holds is Holds.YES


def _touched(receipt: Receipt) -> Receipt:
    body = bytearray(receipt.response)
    body[len(body) // 2] ^= 0x01
    return replace(receipt, response=bytes(body))


def _located(studio: SampleStudio, declared: list[Declaration]) -> tuple[str, bool, str]:
    """Walk the ledger with one line changed, then with it left out: is the very line named?"""
    receipt = next((each.receipt for each in declared if each.receipt), None)
    line = int(receipt.id_there) if receipt else 0
    entries = list(studio.catalogue.custody.iterate())
    changed = chain.verify(replace(e, actor=e.actor + "x") if e.seq == line else e for e in entries)
    without = chain.verify(e for e in entries if e.seq != line)
    found = [each.seq for report in (changed, without) for each in report.broken[:1]]
    return "A line changed in the ledger, or left out of it, is found and named", found == [line, line], f"line {line}"
