"""The README's table of registries is what the registries say of themselves."""

from pathlib import Path

from artistguard.cli.record_words import TAKES, WITHDRAWALS
from artistguard.model.registering import Capabilities, RegistryKind
from artistguard.registries import table
from artistguard.registries.forms import FormRegistry, Way

README = Path(__file__).parents[2] / "README.md"
_HEAD = "| Registry | Takes | Can it be taken back | Known to act on it | Looked at |\n|---|---|---|---|---|\n"
_AUTHORITY = "https://authority.example/tsr"


def test_the_table_is_up_to_date(tmp_path: Path) -> None:
    rows: dict[tuple[str, ...], list[str]] = {}
    for registry in table.registries(table.Means(home=tmp_path, authorities=(_AUTHORITY,))).values():
        said = registry.capabilities
        if "for trying out" in said.title:
            continue
        takes = ", ".join(TAKES[each] for each in sorted(said.takes)) or "nothing"
        if isinstance(registry, FormRegistry) and registry.form.way is Way.SETTING:
            takes = "a setting of your account"
        cells = (takes, WITHDRAWALS[said.withdrawal], said.readers.removesuffix("."), said.looked.isoformat())
        rows.setdefault(cells, []).append(_named(said))
    made = _HEAD + "".join(f"| {'; '.join(names)} | {' | '.join(cells)} |\n" for cells, names in rows.items())
    assert made in README.read_text("utf-8"), f"put this table into README.md:\n\n{made}"


def _named(said: Capabilities) -> str:
    if _AUTHORITY.removeprefix("https://").partition("/")[0] in said.title:
        return "Time-stamp authorities (RFC 3161), public ones or those that you name"
    by_hand = " \\*" if said.kind is RegistryKind.FORM else ""
    return said.title.replace("|", "/") + by_hand
