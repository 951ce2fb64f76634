"""The demo's page: one self-contained HTML file, light and dark, that tells what was seen. Nothing is loaded."""

from base64 import b64encode
from html import escape
from typing import TYPE_CHECKING, Any

from artistguard import __version__
from artistguard.matching.odds import Band
from artistguard.model.finds import Find
from artistguard.model.watching import Coverage
from artistguard.workflow import reserved_words as words
from artistguard.workflow.coverage import searched
from artistguard.workflow.demo_set import TITLE
from artistguard.workflow.scan_cards import sentence
from artistguard.workflow.scan_weighed import Weighed

if TYPE_CHECKING:
    from artistguard.workflow.demo import DemoPicture, DemoResult

_STYLE = """
:root { color-scheme: light dark; --canvas:#d9d9d6; --surface:#f6f6f4; --raised:#fff; --line:#d0d0cc; --text:#1c1c1e;
  --muted:#5d5d62; --accent:#2f6f6a; --good:#2e7d4f; --look:#9a6700; --bad:#b3261e }
@media (prefers-color-scheme: dark) { :root { --canvas:#2a2a2c; --surface:#1f1f21; --raised:#28282b; --line:#3a3a3e;
  --text:#ececee; --muted:#a2a2a8; --accent:#63b3ab; --good:#6cc08e; --look:#e0b04c; --bad:#f28b82 } }
* { box-sizing: border-box }
body { margin:0; background:var(--surface); color:var(--text); font:15px/1.5 system-ui, sans-serif }
main { max-width:1080px; margin:0 auto; padding:32px 24px 48px }
h1 { font-size:26px; font-weight:600; margin:0 0 8px } h2 { font-size:17px; font-weight:600; margin:32px 0 12px }
p { margin:0 0 12px; max-width:70ch } table + p { margin-top:20px }
a { color:var(--accent) } .muted { color:var(--muted) }
.grid { display:grid; grid-template-columns:repeat(auto-fill,minmax(190px,1fr)); gap:16px; background:var(--canvas);
  padding:16px; border-radius:6px }
figure { margin:0 } figure div { height:170px; display:flex; align-items:center; justify-content:center }
img { max-width:100%; max-height:170px; display:block }
figcaption { font-size:13px; margin-top:8px; overflow-wrap:anywhere } figcaption span { color:var(--muted) }
.pair { display:grid; grid-template-columns:1fr 1fr; gap:24px } @media (max-width:760px) { .pair { display:block } }
table { border-collapse:collapse; width:100%; font-size:13px; background:var(--raised); border-radius:6px }
th, td { text-align:left; vertical-align:top; padding:8px 12px; border-bottom:1px solid var(--line) }
tr:last-child td { border-bottom:0 } th { color:var(--muted); font-weight:500 }
td:nth-child(2) { white-space:nowrap } .yes { color:var(--good) } .no { color:var(--look) } .bad { color:var(--bad) }
"""


SET_NOTE = (
    "The set is the demo's own: 10,000 rows in the columns of COYO-700M, seven of them real. Only the hashes that such "
    "sets publish were searched. In a set this small little can be measured: most of these chances are extrapolations, "
    "and are marked so."
)


def page(result: "DemoResult") -> str:
    """The whole page as HTML."""
    pictures = "".join(map(_picture, result.pictures))
    claims = "".join(
        f"<tr><td>{escape(c.text)}</td><td class='{'yes' if c.holds else 'bad'}'>"
        f"{'&#10003; holds' if c.holds else '&#10007; does not hold'}</td><td>{escape(c.found)}</td></tr>"
        for c in result.claims
    )
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>ArtistGuard demo</title><style>{_STYLE}</style></head><body><main>
<h1>{result.signed} pictures, signed and tagged</h1>
<p>ArtistGuard {__version__} took in {result.works} sample pictures and wrote {result.signed} signed copies and
{result.posted} posting copies in {result.seconds:.1f} seconds. The originals were only read.
For {result.sidecars} of them the credential stands in a file beside the copy, because the format cannot hold it
safely.</p>
<p class="muted">The signature was a throw-away one. Public verifiers show such a signer as unknown: they can tell that
the file is as its signer left it, not who that was. A signature proves that a key said so, not who drew the picture.
A reservation that a reader sees is not yet one that it honours.</p>
<h2>The pictures</h2><div class="grid">{pictures}</div>
<h2>Who sees a &ldquo;no&rdquo; in {escape(result.shown)}</h2>
<div class="pair"><div><p class="muted">Before</p>{_readers(result.before)}</div>
<div><p class="muted">After</p>{_readers(result.after)}</div></div>
<h2>What the ledger says of {escape(result.shown)}</h2>{_ledger(result)}
<h2>What a watch found on a small hub of the demo's own</h2>
<p class="muted">The hub is on this computer, and everything in it is made up. All of it stands in
<a href="watch.html">the digest of the watch</a>.</p>
<table>{"".join(map(_find, result.finds))}</table>
<p class="muted">What it searched</p><table>{"".join(map(_searched, result.searched))}</table>
<h2>Which rows of a data set are copies</h2>
<p class="muted">{SET_NOTE}</p>
<table>{"".join(map(_row, result.rows))}</table>
<p class="muted">What it searched</p><table>{_searched(result.scanned) if result.scanned else ""}</table>
<h2>What was checked</h2><table>{claims}</table>
</main></body></html>
"""


def _ledger(result: "DemoResult") -> str:
    if result.ledger is None:
        return ""
    found, names = result.ledger.work, (result.ledger.file.name, f"{result.ledger.site.name}/iscc/index.html")
    said = "".join(
        f"<tr><td>{escape(words.form(each))}</td><td class='yes'>{each.since:%Y-%m-%d %H:%M} UTC</td>"
        f"<td>{escape('; '.join(filter(None, (each.says, words.place(each), words.proof(each.proof)))))}</td></tr>"
        for each in found.said
    )
    gaps = "".join(f"<tr><td>Gap</td><td></td><td class='no'>{escape(words.gap(gap))}</td></tr>" for gap in found.gaps)
    return (
        f'<p class="muted">{escape(words.HONEST)} The whole ledger lies beside this page, for a lawyer '
        f'(<a href="{names[0]}">{names[0]}</a>) and as a website (<a href="{names[1]}">{names[1]}</a>).</p>'
        f"<table>{said}{gaps}</table>"
    )


def _picture(picture: "DemoPicture") -> str:
    data = b64encode(picture.thumbnail).decode("ascii")
    seen = f"seen by {picture.sees} of {picture.readers} kinds of readers"
    if picture.sidecar:
        seen = "its no stands in files beside it"
    return (
        f'<figure><div><img alt="{escape(picture.title)}" src="data:image/jpeg;base64,{data}"></div>'
        f"<figcaption>{escape(picture.title)}<br><span>{escape(picture.format)} &middot; {seen}</span>"
        "</figcaption></figure>"
    )


def _find(card: Find) -> str:
    strength = "severe" if card.severe else card.strength.value
    return (
        f"<tr><td>{escape(card.title)}</td><td class='{'bad' if card.severe else 'no'}'>{strength}</td>"
        f"<td>{escape(card.why)}</td></tr>"
    )


def _row(each: Weighed) -> str:
    word = each.band.value
    return (
        f"<tr><td>row {each.row:,}</td><td class='{'bad' if each.band is Band.LIKELY else 'no'}'>{word}</td>"
        f"<td>{escape(sentence(each, TITLE))}</td></tr>"
    )


def _searched(part: Coverage) -> str:
    return f"<tr><td>{escape(part.what)}</td><td>{escape(searched(part))}</td></tr>"


def _readers(rows: list[dict[str, Any]]) -> str:
    words = {True: ("yes", "sees your no"), False: ("no", "does not"), None: ("muted", "cannot say")}
    cells = "".join(
        f"<tr><td>{escape(row['reader'])}</td><td class='{words[row['sees']][0]}'>{words[row['sees']][1]}</td>"
        f"<td>{escape(row['why'])}</td></tr>"
        for row in rows
    )
    return f"<table>{cells}</table>"
