"""robots.txt: ours, or an existing one with ours added to it.

Whatever stands in an existing file stays, byte for byte and in its order. Added are a marked block at its end, and
lines marked one by one inside its groups: a crawler that finds its name reads its own group alone (RFC 9309), so that
Content-Usage has to be said in each. Taking all that is marked out again gives the file as it was.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from artistguard.formats import robots_rules as rules
from artistguard.formats.robots import LARGEST, agents
from artistguard.formats.robots_rules import Group
from artistguard.model.errors import UsageError
from artistguard.website.terms import LICENCE, Terms

_BEGIN = "# --- written by ArtistGuard: begin ---"
_END = "# --- written by ArtistGuard: end ---"
_MARK = "# written by ArtistGuard"
_OWN = re.compile(rb"[^#\r\n]*# written by ArtistGuard[ \t]*(?:\r\n|\r|\n|\Z)\Z")


@dataclass(frozen=True, slots=True)
class Merged:
    """The new file, and what a person should know of it."""

    body: bytes
    notes: tuple[str, ...] = ()


def written(terms: Terms) -> bytes:
    """A robots.txt of ours alone."""
    return merged(b"", terms).body


def merged(existing: bytes, terms: Terms) -> Merged:
    """An existing robots.txt with ours added, or with what we added before replaced; again, and nothing changes.

    Raises UsageError for a file whose marks are broken, and where readers would not come to its end.
    """
    before = without(existing)
    rows = rules.lines(before)
    groups = rules.groups(rows)
    end = _line_end(rows)
    additions: dict[int, list[str]] = {}
    known = {rules.token(agent.name) for agent in agents()} if terms.robots else set()
    open_names: list[str] = []  # of groups that, to a reader that knows Allow and Disallow alone, go on here
    for group in groups:
        open_names += group.agents
        refuse = bool(known) and all(rules.token(name) in known for name in open_names)
        added = _for_group(group, terms, refuse=refuse)
        closed = any(rule.key in ("allow", "disallow") for rule in group.rules)
        if closed or refuse:
            open_names = []
        additions[_place(rows, group)] = added
    new: list[bytes] = []
    for number, row in enumerate(rows):
        new.append(row)
        if marked := additions.get(number):
            if not row.endswith((b"\r", b"\n")):
                new.append(end)
            new += [f"{line} {_MARK}".encode() + end for line in marked]
    if new and not new[-1].endswith((b"\r", b"\n")):
        new.append(end)
    block = _block(terms, licensed=_licensed(rows), everybody=not _names_everybody(groups))
    if open_names:
        # Forbids nothing, and keeps these names apart from ours. To the oldest readers, which stop at the empty line,
        # a name without rules is not there.
        block = ["", "Disallow:", *block]
    body = b"".join(new) + b"".join(line.encode() + end for line in (_BEGIN, *block, _END))
    if len(body) > LARGEST:
        raise UsageError(
            f"This robots.txt would have {len(body) // 1024} KiB; readers need to read 500 of them (RFC 9309).",
            "Make it shorter first.",
        )
    return Merged(body, tuple(_notes(body, rows, groups, terms, known)))


def without(existing: bytes) -> bytes:
    """The file as it was before anything of ours was added. Raises UsageError for marks that are broken."""
    kept: list[bytes] = []
    inside = False
    for row in rules.lines(existing):
        text = row.strip()
        if text in (_BEGIN.encode(), _END.encode()):
            if inside is (text == _BEGIN.encode()):
                break
            inside = not inside
        elif not inside and not _OWN.match(row):
            kept.append(row)
    else:
        if not inside:
            return b"".join(kept)
    raise UsageError(
        "Our part of this robots.txt begins without an end, or ends without a beginning.",
        f"Take out by hand what stands between '{_BEGIN}' and '{_END}', with both lines.",
    )


def _for_group(group: Group, terms: Terms, *, refuse: bool) -> list[str]:
    """The lines that a group of an existing file still needs."""
    there = {(rule.key, rule.value) for rule in group.rules}
    needed = []
    if refuse and ("disallow", "/") not in there:
        needed.append("Disallow: /")
    if usage := terms.content_usage:
        said = [rules.usage(rule.value) for rule in group.rules if rule.key == "content-usage"]
        if ("/", usage) not in said:
            needed.append(f"Content-Usage: / {usage}")
    return needed


def _place(rows: Sequence[bytes], group: Group) -> int:
    """The line after which a group's additions come: its last rule before an empty line, for old readers stop there."""
    place = group.named
    for rule in group.rules:
        if any(not row.strip() for row in rows[place : rule.line]) and place != group.named:
            break
        place = rule.line
    return place


def _block(terms: Terms, *, licensed: bool, everybody: bool) -> list[str]:
    lines = ["# A reservation, for machines to read. " + terms.sentence]
    if terms.rsl and not licensed:
        lines.append(f"License: {terms.at(LICENCE)}")
    usage = [f"Content-Usage: / {terms.content_usage}"] if terms.content_usage else []
    if everybody and usage:
        lines += ["User-agent: *", "Allow: /", *usage]
    if terms.robots:
        lines += [*(f"User-agent: {agent.name}" for agent in agents()), "Disallow: /", *usage]
    return lines


def _licensed(rows: Sequence[bytes]) -> bool:
    return any(rules.field(row)[0] == "license" for row in rows)


def _names_everybody(groups: Sequence[Group]) -> bool:
    return any("*" in group.agents for group in groups)


def _notes(
    body: bytes, rows: Sequence[bytes], groups: Sequence[Group], terms: Terms, known: Collection[str]
) -> list[str]:
    notes = []
    result = rules.groups(rules.lines(body))
    if known and (let_in := [agent.name for agent in agents() if rules.may_fetch(result, agent.name)]):
        notes.append(f"A rule of your own still lets in: {', '.join(let_in)}. It stays until you take it out.")
    mixed = sorted(
        {
            name
            for group in groups
            for name in group.agents
            if rules.token(name) in known and not all(rules.token(other) in known for other in group.agents)
        }
    )
    if mixed:
        notes.append(
            f"{', '.join(mixed)} shares a group of yours with others, and has another one at the end now. Readers that "
            "follow RFC 9309 join the two; older ones read the first alone."
        )
    said = {rules.usage(rule.value)[1] for group in groups for rule in group.rules if rule.key == "content-usage"}
    if terms.content_usage and said - {terms.content_usage}:
        notes.append("Your file has a Content-Usage of its own that says something else; the stricter one counts.")
    licences = [value for key, value in map(rules.field, rows) if key == "license"]
    if licences and terms.at(LICENCE) not in licences:
        notes.append("Your file names another licence (License:), and that stays; ours is not named.")
    return notes


def _line_end(rows: Sequence[bytes]) -> bytes:
    """How the file ends its lines: as its first one does."""
    for end in (b"\r\n", b"\r", b"\n"):
        if rows and rows[0].endswith(end):
            return end
    return b"\n"
