"""The demo's scan: a small data set that comes along, with copies of the sample in it; every claim checked."""

import json
import tomllib
from dataclasses import dataclass, field
from importlib import resources

from artistguard.matching.odds import Band
from artistguard.model.turns import Turn
from artistguard.workflow import image_sets, scan, scan_cards, scan_finds, scan_plan
from artistguard.workflow.sample import SampleStudio
from artistguard.workflow.scan_finds import ScanReport
from artistguard.workflow.scan_plan import ScanPlan
from artistguard.workflow.scan_weighed import Weighed

TITLE = "the sample set (2026)"
_NEVER = ("trained on", "honoured", "protected")


@dataclass
class SetShown:
    """What the demo's scan found, and (claim, whether it holds, what was seen)."""

    plan: ScanPlan
    report: ScanReport
    claims: list[tuple[str, bool, str]] = field(default_factory=list)


def scan_set(studio: SampleStudio) -> SetShown:
    """Scan the sample set for the sample portfolio, twice."""
    with resources.as_file(resources.files("resources") / "set") as folder:
        told = tomllib.loads((folder / "planted.toml").read_text("utf-8"))
        own = f'[sample]\ntitle = "{TITLE}"\nfiles = [{json.dumps(str(folder / "part-00000.parquet"))}]\n'
        (studio.home / image_sets.OWN).write_text(own, "utf-8")
        plan = scan_plan.plan(studio, "sample")
        batch = scan.begin(studio, plan)
        scan.run(studio, batch)
        report = scan_finds.weigh(studio, batch)
        scan_finds.record(studio, plan.set.name, report, TITLE)
        again = scan_plan.plan(studio, "sample")
    shown = SetShown(plan, report)

    def claim(text: str, holds: bool, seen: object = "") -> None:
        shown.claims.append((text, bool(holds), str(seen)))

    found = {each.row: each for each in report.found}
    planted = {copy["row"]: copy for copy in told["copy"]}
    lost = [row for row, copy in planted.items() if row not in found or found[row].work.title != copy["work"]]
    likely = sum(each.band is Band.LIKELY for each in report.found)
    claim(
        f"The scan finds all {len(planted)} copies among the set's rows, each of the right picture",
        bool(planted) and not lost,
        f"{likely} likely, {len(found) - likely} possible" if not lost else f"not in rows {lost}",
    )
    wrong = [row for row, copy in planted.items() if row in found and not _as_shown(found[row], copy["shown"])]
    claim("It says how each is shown: mirrored, cut, framed", not wrong, f"rows {wrong}" if wrong else "")
    near = [each["row"] for each in told["near_miss"] if each["row"] in found]
    others = sorted(found.keys() - planted.keys())
    claim("Near misses and all other rows make no find", not near and not others, f"rows {others}" if others else "")
    seen = report.coverage
    claim("It searched every row of the set", seen.whole, f"{seen.searched:,} of {seen.total or 0:,} rows")
    lines = [scan_cards.sentence(each, TITLE) for each in report.found]
    honest = all(TITLE in line and "not that a model learned it" in line for line in lines)
    claim(
        "Every find names the set and its year, and says what it does not show",
        bool(lines) and honest and not any(word in line for line in lines for word in _NEVER),
    )
    claim(
        "Scanning again reads nothing of the set", again.first == 0 and again.kept == plan.rows, f"{again.first} bytes"
    )
    return shown


def _as_shown(found: Weighed, how: str) -> bool:
    """Whether a find's words say what was done to the copy."""
    if (found.turn is Turn.MIRRORED) is not (how == "mirrored"):
        return False
    words = {"cut": "cut to", "framed": "frame", "middle square": "the middle square"}
    return words.get(how, "as it is") in found.way
