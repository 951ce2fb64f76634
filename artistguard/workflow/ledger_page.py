"""The page of the ledger's export: one HTML file to read or print. Nothing in it is loaded or run."""

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from artistguard import __version__
from artistguard.model.counting import counted
from artistguard.model.reserved import Reserved, Said
from artistguard.provenance import terms
from artistguard.workflow import reserved_words as words

if TYPE_CHECKING:
    from artistguard.model.grants import Grant
    from artistguard.workflow.ledger_tables import Pack

_MOST = 1000  # works that are written out one by one; all of them are in the tables
_STYLE = """
:root { color-scheme: light dark; --paper:#fff; --text:#1c1c1e; --muted:#5d5d62; --line:#d0d0cc; --look:#7a5b00 }
@media (prefers-color-scheme: dark) { :root { --paper:#1f1f21; --text:#ececee; --muted:#a2a2a8; --line:#3a3a3e;
  --look:#e0c26a } }
@media print { :root { --paper:#fff; --text:#000; --muted:#444; --line:#bbb } article { break-inside: avoid } }
* { box-sizing: border-box }
body { margin:0; background:var(--paper); color:var(--text); font:15px/1.5 system-ui, sans-serif }
main { max-width:1000px; margin:0 auto; padding:32px 24px 64px }
h1 { font-size:24px; font-weight:600 } h2 { font-size:18px; font-weight:600; margin:32px 0 8px }
h3 { font-size:16px; font-weight:600; margin:24px 0 4px; overflow-wrap:anywhere }
p { margin:0 0 10px; max-width:75ch } .muted { color:var(--muted) } .gap { color:var(--look) }
table { border-collapse:collapse; width:100%; font-size:13px; margin:8px 0 12px }
th, td { text-align:left; vertical-align:top; padding:6px 10px 6px 0; border-bottom:1px solid var(--line);
  overflow-wrap:anywhere }
th { color:var(--muted); font-weight:500 } ul { margin:0 0 10px; padding-left:20px }
"""


def page(pack: "Pack") -> str:
    """The whole page."""
    shown = pack.works[:_MOST]
    rows: dict[str, list[Said]] = {}
    for each, one in pack.rows:
        rows.setdefault(each.work.id, []).append(one)
    more = len(pack.works) - len(shown)
    parts = [
        f"<h1>What was reserved, where, and since when</h1><p>{_period(pack)}</p>",
        f"<p>{escape(words.HONEST)} A signature proves that a key said so, not who drew the picture. How to check all "
        "of it without the program that wrote it stands in README.txt.</p>",
        _website(pack),
        _consents(pack),
        "<h2>The works</h2>",
        *(_work(pack, each, rows.get(each.work.id, [])) for each in shown),
        f"<p>And {counted(more, 'more work', 'more works')}, in reservations.csv and gaps.csv.</p>" if more else "",
        f'<p class="muted">Written by ArtistGuard {__version__} on {pack.at:%Y-%m-%d %H:%M} UTC.</p>',
    ]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>What was reserved</title><style>{_STYLE}</style></head><body><main>\n"
        + "\n".join(part for part in parts if part)
        + "\n</main></body></html>\n"
    )


def _period(pack: "Pack") -> str:
    works = counted(len(pack.works), "work", "works")
    return escape(f"{works}, {pack.period}; days of {pack.zone}. What stands is as of the last day.")


def _website(pack: "Pack") -> str:
    if not pack.site:
        return ""
    body = _rows((words.form(one), one.place, _when(one), words.proof(one.proof)) for one in pack.site)
    return (
        "<h2>Websites</h2><p>For whatever stands there; which works these were is not recorded.</p>"
        f"<table><tr><th>Form<th>Site<th>Since (UTC)<th>Proof</tr>{body}</table>"
    )


def _consents(pack: "Pack") -> str:
    if not pack.grants:
        return ""
    body = _rows((grant.to, ", ".join(grant.uses), _days(grant), pack.numbers(grant), grant.note)
                 for grant in pack.grants)  # fmt: skip
    return (
        "<h2>Consents granted</h2><p>A consent to one takes nothing back from others.</p>"
        f"<table><tr><th>To<th>Uses<th>Days<th>Works<th>Note</tr>{body}</table>"
    )


def _work(pack: "Pack", each: Reserved, said: list[Said]) -> str:
    title = f"<h3>#{each.work.number} {escape(each.work.title)}</h3>"
    wanted = dict.fromkeys(terms.sentence(one.answers) for one in said if one.answers)
    meant = f"<p>Terms: {escape(' '.join(wanted))} A form may have no word for all of them.</p>" if wanted else ""
    since = f"Something is said without a break since {each.unbroken}." if each.unbroken else "Nothing is said now."
    cells = (
        (
            words.form(one) + ("" if one.reserves else " (on record; reserves nothing by itself)"),
            words.place(one),
            _when(one),
            one.says,
            words.proof(one.proof),
        )
        for one in said
    )
    table = (
        f"<table><tr><th>Form<th>Where<th>When (UTC)<th>What it says<th>Proof</tr>{_rows(cells)}</table>"
        if said
        else "<p>Nothing was said in this period.</p>"
    )
    begin = pack.order.since
    days = [span for span in each.silent if begin is None or span[1] >= begin]
    gaps = [words.gap(gap) for gap in each.gaps] + [f"{first} to {last}: {words.SILENT}" for first, last in days]
    found = "".join(f"<li>{escape(gap)}</li>" for gap in gaps)
    return f"<article>{title}<p>{since}</p>{meant}{table}" + (
        f'<ul class="gap">{found}</ul></article>' if gaps else "</article>"
    )


def _when(one: Said) -> str:
    return f"{one.since:%Y-%m-%d %H:%M}" + (f" to {one.until:%Y-%m-%d %H:%M}" if one.until else "")


def _days(grant: "Grant") -> str:
    ends = [day for day in (grant.until, grant.ended_on) if day]
    return f"from {grant.since}" + (f" to {min(ends)}" if ends else "")


def _rows(rows: Iterable[Iterable[str]]) -> str:
    return "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
