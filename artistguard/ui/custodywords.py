"""Words of the custody ledger's acts: what a line of a work's history says was done."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from artistguard.ui import watchwords
from artistguard.ui.watchwords import filled

if TYPE_CHECKING:
    from artistguard.model.custody import CustodyEntry

translate = QCoreApplication.translate


def act(entry: "CustodyEntry", registries: Mapping[str, str]) -> str:
    """What was done, and by whom. `registries`: what they are called, by name."""
    return filled(translate("History", "%1, by %2"), _done(entry, registries), watchwords.plain(entry.actor))


def _done(entry: "CustodyEntry", registries: Mapping[str, str]) -> str:
    words = {
        "imported": translate("History", "Taken in"),
        "signed": translate("History", "Signed copy written and read back"),
        "posted": translate("History", "Posting copy written and read back"),
        "moved": translate("History", "File found at a new place"),
        "edition-added": translate("History", "Another file of this work taken in"),
        "edition-replaced": translate("History", "A changed file took its place"),
        "client-assigned": translate("History", "Given to a client"),
        "reserved": translate("History", "Reservation written into the ledger on this computer"),
        "reservation-withdrawn": translate("History", "Reservation taken back in the ledger on this computer"),
        "declared": translate("History", "Recorded at %1"),
        "declaration-withdrawn": translate("History", "Taken back at %1"),
        "declaration-refused": translate("History", "Not taken by %1"),
        "declaration-unproven": translate("History", "What %1 answers does not prove the declaration"),
        "declaration-gone": translate("History", "Not held by %1 any more"),
        "receipt-completed": translate("History", "Receipt of %1 completed by what it answered later"),
        "consent-granted": translate("History", "Your yes to %1 written down"),
        "consent-ended": translate("History", "Your yes to %1 ended"),
        "website-written": translate("History", "Files for the website %1 written"),
        "website-checked": translate("History", "Website checked: %1"),
    }
    known = words.get(entry.act)
    if known is None:
        return watchwords.plain(entry.act.replace("-", " "), 60)
    return filled(known, watchwords.plain(_whom(entry, registries), 80)) if "%1" in known else known


def _whom(entry: "CustodyEntry", registries: Mapping[str, str]) -> str:
    """The registry, the person or the address that a line is about."""
    if "registry" in entry.details:
        name = str(entry.details["registry"])
        return registries.get(name, name)
    return str(entry.details.get("to", entry.subject))
