"""What a batch of declarations stands for: one record a file, one Merkle root over all of them.

A record (`leaf.json`) is canonical JSON (RFC 8785) of what is declared for one file, with 16 random bytes, so that
nobody can try out pictures against a hash. The tree's entries are the SHA-256 of the records, so that `sha256sum`
starts a proof, and an OpenTimestamps proof of the very file `leaf.json` can lead through the tree.

A batch is kept as three parts of its receipt: the records, line by line; their entry hashes, which tell where a
record was changed; and the root. The tree between is computed anew when it is needed.
"""

import hashlib
import json
import re
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import rfc8785

from artistguard.model.registering import Item
from artistguard.model.rights import Reservation
from artistguard.proof import chain, merkle

FORMAT = "artistguard-leaf-1"
PATH_FORMAT = "artistguard-path-1"
LEAVES, HASHES, ROOT = "leaves.jsonl", "leaf-hashes.txt", "root.bin"  # the parts of a receipt
LEAF, PATH = "leaf.json", "path.json"  # the proof of one file
NONCE = 16  # bytes
MOST_FAULTS = 100
LARGEST_PATH = 64 * 1024  # bytes of a path.json; one of a million entries has 4 KiB
_PER_FILE = ("blake3", "iscc", "nonce", "role", "sha256")
# A record has one form only, so none has to be parsed to find whose it is: a batch has ten thousand.
_TEXT = rb'"(?:[^"\\]|\\.)*"'
_FORM = re.compile(
    rb'\{"answers":\{[^{}]*\},"at":"(?P<at>[^"]*)","blake3":"(?P<blake3>[0-9a-f]{64})","constraint":'
    + _TEXT
    + rb',"format":"artistguard-leaf-1","iscc":"[^"]*","nonce":"[0-9a-f]{32}","policy_url":'
    + _TEXT
    + rb',"preset_version":'
    + _TEXT
    + rb',"role":"(?P<role>[a-z-]+)","sha256":"(?P<sha256>[0-9a-f]{64})"\}\Z'
)
_PLAIN = re.compile(r"[A-Za-z0-9:_-]*\Z")


def records(items: Sequence[Item], reservation: Reservation, policy: str, at: datetime) -> list[bytes]:
    """One record an item, each with a random number of its own. Raises ValueError for what no JSON text can hold."""
    shared: dict[str, str | dict[str, str]] = {
        "format": FORMAT,
        "at": chain.moment(at),
        "preset_version": policy,
        "answers": {use.value: answer.value for use, answer in reservation.answers.items()},
        "constraint": reservation.constraint,
        "policy_url": reservation.policy_url,
    }
    # Ten thousand records differ in five members: the others are written once.
    members = {name: rfc8785.dumps({name: value})[1:-1].decode().replace("%", "%%") for name, value in shared.items()}
    members |= {name: f'"{name}":"%s"' for name in _PER_FILE}
    pattern = "{" + ",".join(members[name] for name in sorted(members)) + "}"
    random = secrets.token_hex(NONCE * len(items))
    made = []
    for number, item in enumerate(items):
        nonce = random[number * NONCE * 2 : (number + 1) * NONCE * 2]
        values = (item.blake3, item.iscc, nonce, item.role.value, item.sha256)
        if not _PLAIN.match("".join(values)):
            raise ValueError("a digest or an ISCC holds what none holds")
        made.append((pattern % values).encode())
    return made


def entries(found: Iterable[bytes]) -> list[bytes]:
    """The tree's entry hashes of records."""
    sha256 = hashlib.sha256
    return [sha256(b"\x00" + sha256(record).digest()).digest() for record in found]


def parts(found: Sequence[bytes]) -> dict[str, bytes]:
    """A batch as the parts of its receipt. Raises ValueError without a record."""
    hashes = entries(found)
    return {
        LEAVES: b"".join(record + b"\n" for record in found),
        HASHES: "".join(f"{value.hex()}\n" for value in hashes).encode(),
        ROOT: merkle.Tree(hashes).root,
    }


def check(kept: Mapping[str, bytes], items: Sequence[Item] = ()) -> tuple[str, ...]:
    """What in a kept batch was changed, and where; then which of `items` it is not about. Empty: all of it fits.

    Lines are counted from 1. At most MOST_FAULTS are listed.
    """
    missing = [f"{name}: missing" for name in (LEAVES, HASHES, ROOT) if not kept.get(name)]
    if missing:
        return tuple(missing)
    found = _lines(kept[LEAVES])
    computed = entries(found)
    noted, faults = _noted(kept[HASHES])
    if not faults:
        faults = _where(computed, noted, kept[ROOT])
    if not faults and not kept[LEAVES].endswith(b"\n"):
        faults.append(f"{LEAVES}: the end of line {len(found)} is missing")
    faults += _about(found, items)
    if len(faults) > MOST_FAULTS:
        faults = [*faults[:MOST_FAULTS], f"and {len(faults) - MOST_FAULTS} more"]
    return tuple(faults)


def proof(kept: Mapping[str, bytes], item: Item) -> tuple[bytes, merkle.Proof] | None:
    """The record of one file, and its way to the root; None if the batch is not about it."""
    found = _lines(kept[LEAVES])
    for index, record in enumerate(found):
        if _said(record) == _of(item):
            return record, merkle.Tree(entries(found)).proof(index)
    return None


def path_file(way: merkle.Proof) -> bytes:
    """A proof as `path.json`: for each level the neighbour, its side, and the hash that is reached."""
    left = merkle.sides(way.index, way.size)
    levels = [
        {"neighbour": value.hex(), "side": "left" if first else "right", "reached": reached.hex()}
        for value, first, reached in zip(way.path, left, way.reached, strict=True)
    ]
    stated = {
        "format": PATH_FORMAT,
        "index": way.index,
        "size": way.size,
        "entry": way.entry.hex(),
        "levels": levels,
        "root": way.root.hex(),
    }
    return json.dumps(stated, indent=2).encode() + b"\n"


def check_path(leaf: bytes, path: bytes, root: bytes) -> tuple[str, ...]:
    """What in the proof of one file does not fit (`leaf.json`, `path.json`, `root.bin`); empty: all of it does."""
    try:
        way, said = _way(path)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        return (f"{PATH}: not readable as a path: {str(error)[:80]}",)
    faults = [
        f"{PATH}: {fault.where}: {fault.what}" if fault.where != "entry" else f"{LEAF}: {fault.what}"
        for fault in merkle.check(way, hashlib.sha256(leaf).digest())
    ]
    if not faults and said != list(merkle.sides(way.index, way.size)):
        faults.append(f"{PATH}: side: a side is not that of entry {way.index + 1} of {way.size}")
    if way.root != root:
        faults.append(f"{ROOT}: not the root that {PATH} leads to")
    return tuple(faults)


def about(leaf: bytes) -> str:
    """What a record says, in one sentence; empty for what is no record."""
    found = _FORM.match(leaf)
    if found is None:
        return ""
    sha256, role, at = (found[name].decode() for name in ("sha256", "role", "at"))
    return f"The record is about the file of SHA-256 {sha256} ({role}); it says that it was written at {at}."


def _way(path: bytes) -> tuple[merkle.Proof, list[bool]]:
    if len(path) > LARGEST_PATH:
        raise ValueError("too large")
    stated = json.loads(path)
    if stated["format"] != PATH_FORMAT:
        raise ValueError("of another format")
    index, size, levels = stated["index"], stated["size"], stated["levels"]
    if not (type(index) is int and type(size) is int and 0 < size < 2**40 and isinstance(levels, list)):
        raise ValueError("its numbers are none")
    way = merkle.Proof(
        index,
        size,
        bytes.fromhex(stated["entry"]),
        tuple(bytes.fromhex(level["neighbour"]) for level in levels),
        tuple(bytes.fromhex(level["reached"]) for level in levels),
        bytes.fromhex(stated["root"]),
    )
    return way, [{"left": True, "right": False}[level["side"]] for level in levels]


def _lines(text: bytes) -> list[bytes]:
    return text.removesuffix(b"\n").split(b"\n")


def _noted(text: bytes) -> tuple[list[bytes], list[str]]:
    noted, faults = [], []
    for number, line in enumerate(_lines(text), 1):
        try:
            value = bytes.fromhex(line.decode("ascii"))
        except ValueError:
            value = b""
        if len(value) != merkle.LENGTH or line != value.hex().encode():
            faults.append(f"{HASHES}: line {number} is no hash")
        noted.append(value)
    return noted, faults


def _where(computed: list[bytes], noted: list[bytes], root: bytes) -> list[str]:
    """Which of records, noted hashes and root was changed: two of the three agree, if only one was."""
    if computed == noted:
        return [] if merkle.Tree(computed).root == root else [f"{ROOT}: changed: the leaves lead to another root"]
    if merkle.Tree(computed).root == root:
        return _differences(noted, computed, HASHES)
    faults = _differences(computed, noted, LEAVES)
    if merkle.Tree(noted).root != root:
        faults.append(f"{ROOT}: neither {LEAVES} nor {HASHES} lead to it")
    return faults


def _differences(present: list[bytes], right: list[bytes], name: str) -> list[str]:
    """Lines of `present` that are not those of `right`: changed, missing, put in, in another place."""
    rest, faults = Counter(right), []
    extra = []
    for number, value in enumerate(present, 1):
        if rest[value]:
            rest[value] -= 1
        else:
            extra.append(number)
    lost = []
    for number, value in enumerate(right, 1):
        if rest[value]:
            rest[value] -= 1
            lost.append(number)
    if len(extra) == len(lost):
        faults += [f"{name}: line {number} was changed" for number in extra]
    else:
        faults += [f"{name}: line {number} was put in, or changed" for number in extra]
        tail = bool(lost) and not extra and lost == list(range(lost[0], len(right) + 1))
        if tail:
            faults.append(f"{name}: cut off after line {lost[0] - 1} of {len(right)}")
        else:
            faults += [f"{name}: line {number} is missing" for number in lost]
    if not faults:  # the same lines, in another order
        odd = [number for number, pair in enumerate(zip(present, right, strict=True), 1) if pair[0] != pair[1]]
        faults += [f"{name}: line {number} stands in another's place" for number in odd]
    return faults


def _about(found: Sequence[bytes], items: Sequence[Item]) -> list[str]:
    """Which items no record is about. A record that cannot be read is about none."""
    if not items:
        return []
    known: dict[str, list[tuple[str, str, str]]] = {}
    for record in found:
        said = _said(record)
        known.setdefault(said[0], []).append(said)
    faults = []
    for item in items:
        there = known.get(item.sha256)
        if not there:
            faults.append(f"{LEAVES}: no leaf is about the file {item.sha256[:16]}…")
        elif _of(item) not in there:
            faults.append(f"{LEAVES}: the leaf of the file {item.sha256[:16]}… says something else of it")
    return faults


def _of(item: Item) -> tuple[str, str, str]:
    return item.sha256, item.blake3, item.role.value


def _said(record: bytes) -> tuple[str, str, str]:
    """(sha256, blake3, role) that a record states, read by its exact form; empty texts for what is no record."""
    found = _FORM.match(record)
    if found is None:
        return "", "", ""
    return found["sha256"].decode(), found["blake3"].decode(), found["role"].decode()
