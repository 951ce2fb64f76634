"""The digest for people: as text for a terminal, and as one HTML file to print or send. Nothing in it is loaded or run.

Whatever a source said is escaped; addresses are shown in full, and are links only where they are the web's.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape
from pathlib import Path

from artistguard import __version__
from artistguard.model.errors import CannotWrite
from artistguard.model.finds import Find, Match, WatchRun
from artistguard.model.names import Strength
from artistguard.model.paths import printable
from artistguard.model.watching import Key
from artistguard.workflow.coverage import searched
from artistguard.workflow.digest import Digest, WatchReport, counted

_MOST_CARDS, _MOST_ROWS = 200, 20  # written out; the rest is counted
_KEYS = {Key.PICTURE: "picture", Key.NAME: "name", Key.ADDRESS: "address"}
_STRENGTHS = {
    Strength.STRONG: "several signs, or one that hardly anything else explains",
    Strength.MEDIUM: "a clear sign that something else could explain",
    Strength.WEAK: "a hint",
}
_STYLE = """
:root { color-scheme: light dark; --paper:#fff; --text:#1c1c1e; --muted:#5d5d62; --line:#d0d0cc; --soft:#f3f3f0;
  --strong:#9a3412; --medium:#7a5b00; --weak:#5d5d62; --link:#1d5c8f }
@media (prefers-color-scheme: dark) { :root { --paper:#1f1f21; --text:#ececee; --muted:#a2a2a8; --line:#3a3a3e;
  --soft:#28282b; --strong:#f4a582; --medium:#e0c26a; --weak:#a2a2a8; --link:#8ac1ea } }
@media print { :root { --paper:#fff; --text:#000; --muted:#444; --line:#bbb; --soft:#fff; --link:#000 }
  article { break-inside: avoid } }
* { box-sizing: border-box }
body { margin:0; background:var(--paper); color:var(--text); font:15px/1.5 system-ui, sans-serif }
main { max-width:860px; margin:0 auto; padding:32px 24px 64px }
h1 { font-size:24px; font-weight:600; margin:0 0 4px } h2 { font-size:18px; font-weight:600; margin:40px 0 12px }
h3 { font-size:16px; font-weight:600; margin:0; overflow-wrap:anywhere }
p { margin:0 0 12px; max-width:72ch } .lead { font-size:17px } .muted, .muted a { color:var(--muted) }
a { color:var(--link); overflow-wrap:anywhere }
article { border:1px solid var(--line); border-radius:6px; padding:16px 20px; margin:0 0 16px }
article p { margin:4px 0 8px } .tag { font-size:13px; font-weight:600; margin-right:8px }
.strong { color:var(--strong) } .medium { color:var(--medium) } .weak { color:var(--weak) }
table { border-collapse:collapse; width:100%; font-size:13px; margin:8px 0 12px }
th, td { text-align:left; vertical-align:top; padding:6px 10px 6px 0; border-bottom:1px solid var(--line);
  overflow-wrap:anywhere }
th { color:var(--muted); font-weight:500; white-space:nowrap } .matches td:first-child { white-space:nowrap }
ul { margin:4px 0 8px; padding-left:20px; font-size:13px } dl { font-size:13px } dt { font-weight:600 }
dd { margin:0 0 6px } code { font-size:12px; overflow-wrap:anywhere }
.wrap { overflow-x:auto }
"""


def as_html(digest: Digest) -> str:
    """The whole digest as one HTML document."""
    period = _period(digest)
    cards = "".join(map(_card, digest.new[:_MOST_CARDS])) or "<p>None.</p>"
    changed = "".join(map(_card, digest.changed[:_MOST_CARDS]))
    more = max(0, len(digest.new) - _MOST_CARDS) + max(0, len(digest.changed) - _MOST_CARDS)
    rest = "".join(f"<p>{escape(line)}</p>" for line in _rest(digest, more))
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>What the watch found, {escape(period)}</title><style>{_STYLE}</style></head><body><main>
<h1>What the watch found{escape(f" for {_shown(digest.artist)}" if digest.artist else "")}</h1>
<p class="muted">{escape(period)}</p>
<p class="lead">{escape(digest.sentence)}</p>
<h2>New finds</h2>{cards}
{f"<h2>Finds with news</h2>{changed}" if changed else ""}
{rest}
<h2>What was searched, and what was not</h2>{"".join(map(_report, digest.watches)) or "<p>There is no watch.</p>"}
<h2>How to read this</h2>
<p>A find says that something was there, under that address, at that time. It does not say who put it there, or that
anything was trained on it. A name can be somebody else's, and a picture that looks like another is a hint, no proof.
Nothing was judged by the program: that is for a person.</p>
<dl><dt>severe</dt><dd>pictures that look like works stand beside the name or an address</dd>
{"".join(f"<dt>{escape(s.value)}</dt><dd>{escape(text)}</dd>" for s, text in _STRENGTHS.items())}</dl>
<p class="muted">Written by ArtistGuard {escape(__version__)} on {_moment(digest.until)}.
What stands behind "seen as" are SHA-256 digests of the sources' raw answers, kept in the data folder.</p>
</main></body></html>
"""


def as_text(digest: Digest) -> str:
    """The digest for a terminal; what a source said is made printable there."""
    lines = [f"{_period(digest)}.", digest.sentence]
    for title, cards in (("New finds", digest.new), ("Finds with news", digest.changed)):
        if cards:
            lines += ["", title]
        for card in cards[:_MOST_CARDS]:
            severe = ", severe" if card.severe else ""
            lines += [f"  {_shown(card.title)}  ({card.strength.value}{severe}; {_keys(card)})"]
            lines += [f"    {_shown(card.why)}", f"    {_shown(card.url)}   matches show {card.id}"]
    lines += ["", *_rest(digest, 0), "What was searched, and what was not"]
    for report in digest.watches:
        lines.append(f"  {_shown(report.watch.title)}: {_looked(report)}")
        lines += [f"    {_shown(part.what)}: {searched(part)}" for part in report.coverage]
    return "\n".join(lines)


def write(path: Path, page: str) -> None:
    """Write a page whole, in place of one of that name. Raises CannotWrite."""
    try:
        draft = path.with_name(f".{path.name}.part")
        draft.write_text(page, "utf-8")
        try:
            draft.replace(path)
        except OSError:
            draft.unlink()
            raise
    except OSError as error:
        raise CannotWrite(f"{path} cannot be written: {error.strerror}.", "Choose another name.") from error


def _rest(digest: Digest, more: int) -> Iterable[str]:
    if more:
        yield f"{more:,} more are not written out here; the program lists them."
    if digest.sealed:
        yield f"{counted(digest.sealed, 'find', 'finds')} under a client's seal left out; the program lists them."
    if digest.held:
        yield f"{digest.held:,} weaker ones wait by the weekly number: 'artistguard matches --held' shows them."
    if digest.waiting:
        yield f"{digest.waiting:,} older ones wait for your verdict: 'artistguard matches' shows them."


def _card(card: Find) -> str:
    severe = '<span class="tag strong">severe</span>' if card.severe else ""
    places = "".join(
        f"<li>{_link(member.candidate.url, member.candidate.title)}, first seen {_day(member.first_seen)}, "
        f"last {_day(member.last_seen)}{f', gone since {_day(member.gone_since)}' if member.gone_since else ''}</li>"
        for member in card.members[:_MOST_ROWS]
    )
    history = "".join(
        f"<li>{_moment(line.at)}: {escape(_shown(line.text))}"
        f"{f' <span class=muted>seen as <code>{escape(line.capture)}</code></span>' if line.capture else ''}</li>"
        for line in card.history[:_MOST_ROWS]
    )
    declared = (
        f"<p>Models whose cards declare it: {escape(_shown(', '.join(card.declared_by[:_MOST_ROWS])))}"
        f"{_more(card.declared_by)}.</p>"
        if card.declared_by
        else ""
    )
    return (
        f'<article><p><span class="tag {card.strength.value}">{escape(card.strength.value)}</span>{severe}'
        f'<span class="muted">by {escape(_keys(card))}</span></p>'
        f"<h3>{escape(_shown(card.title))}</h3><p>{_link(card.url, card.url)}</p><p>{escape(_shown(card.why))}</p>"
        f"{_matches(card.matches)}{declared}"
        f"<p class='muted'>Where</p><ul>{places}</ul>{_more(card.members)}"
        f"<p class='muted'>History</p><ul>{history}</ul>{_more(card.history)}</article>"
    )


def _matches(matches: Sequence[Match]) -> str:
    if len(matches) < 2:
        return ""  # the card's own sentence says it
    rows = "".join(
        f"<tr><td>{_KEYS[m.key]}</td><td>{escape(_shown(m.found))}</td><td>{escape(m.strength.value)}</td>"
        f"<td>{escape(_shown(m.reason))}</td></tr>"
        for m in matches[:_MOST_ROWS]
    )
    head = "<tr><th>By</th><th>What was found</th><th>Strength</th><th>Why</th></tr>"
    return f'<div class="wrap"><table class="matches">{head}{rows}</table></div>{_more(matches)}'


def _report(report: WatchReport) -> str:
    rows = "".join(
        f"<tr><td>{escape(_shown(part.what))}</td><td>{escape(_shown(searched(part)))}</td></tr>"
        for part in report.coverage
    )
    table = f'<div class="wrap"><table><tr><th>What</th><th>Searched</th></tr>{rows}</table></div>' if rows else ""
    before = "".join(
        f"<li>{_moment(run.started_at)}: {escape(_shown(_parts(run)))}</li>" for run in report.before[:_MOST_ROWS]
    )
    if before:
        before = f"<p class='muted'>Its runs before that one</p><ul>{before}</ul>{_more(report.before)}"
    return f"<h3>{escape(_shown(report.watch.title))}</h3><p>{escape(_shown(_looked(report)))}</p>{table}{before}"


def _parts(run: WatchRun) -> str:
    """What one run searched, in a line: only what there was to search."""
    parts = [f"{part.what}: {searched(part)}" for part in run.coverage if part.total != 0]
    return "; ".join(parts) or "nothing was there to search"


def _looked(report: WatchReport) -> str:
    """What the watch did, in a sentence or two."""
    if report.runs:
        text = (
            f"Looked {counted(report.runs, 'time', 'times')}, with {counted(report.requests, 'request', 'requests')}."
        )
    else:
        text = ""
    if report.trouble:
        text = f"{text} {report.trouble}".strip()
    if report.earlier and report.looked_at is not None:
        text += f" What follows was searched before, on {_day(report.looked_at)}."
    return text


def _period(digest: Digest) -> str:
    begins = f"From {_moment(digest.since)}" if digest.since else "From the beginning"
    return f"{begins} to {_moment(digest.until)}"


def _keys(card: Find) -> str:
    return " and ".join(_KEYS[key] for key in card.keys)


def _more(rows: Sequence[object]) -> str:
    more = len(rows) - _MOST_ROWS
    return f"<p class='muted'>and {more:,} more</p>" if more > 0 else ""


def _link(url: str, text: str) -> str:
    shown = escape(_shown(text))
    if not url.startswith(("https://", "http://")) or not url.isprintable():
        return shown
    return f'<a rel="noreferrer noopener" href="{escape(url)}">{shown}</a>'


def _shown(text: str) -> str:
    """A stranger's words without anything that moves or turns others: line breaks become spaces."""
    return printable(" ".join(text.split()))


def _day(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d}"


def _moment(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M %Z}"
