"""The registries of a studio: the table of `registries`, with what the settings say."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from artistguard import settings as settings_file
from artistguard.model.errors import ArtistGuardError, UsageError
from artistguard.model.registering import Holds, Item, Receipt, Verification
from artistguard.registries import table
from artistguard.registries.base import Registry

if TYPE_CHECKING:
    from artistguard.workflow.studio import Studio


def registries(studio: "Studio") -> Mapping[str, Registry]:
    """Every registry by its name. Raises UsageError for a list of one's own that is not as it should be."""
    return table.registries(_means(studio))


def retired(studio: "Studio", name: str) -> Registry | None:
    """One that the settings no longer name, for its receipts alone; None if there is none such."""
    return table.retired(name, _means(studio))


def registry(studio: "Studio", name: str, *, for_receipts: bool = False) -> Registry:
    """One registry; `for_receipts` also one that the settings no longer name. Raises UsageError."""
    found = registries(studio).get(name)
    if found is None and for_receipts:
        found = retired(studio, name)
    if found is None:
        raise UsageError(f"There is no registry {name[:80]!r}.", "See 'artistguard registry list'.")
    return found


def checked(adapter: Registry, receipt: Receipt, items: Sequence[Item]) -> Verification:
    """A check of a receipt, offline. An answer can be of anybody's making: what cannot be read does not hold."""
    try:
        return adapter.verify(receipt, items)
    except (ArtistGuardError, ValueError, KeyError, TypeError, AttributeError) as error:
        return Verification(Holds.NO, (), (f"response: it cannot be read as an answer of that registry ({error})",))


def _means(studio: "Studio") -> table.Means:
    settings = studio.settings
    authorities = settings_file.listed(settings.registry_authorities)
    return table.Means(
        home=studio.home,
        authorities=authorities or settings_file.listed(settings.time_authority),
        calendars=settings_file.listed(settings.registry_calendars),
        domain=settings.registry_domain,
    )
