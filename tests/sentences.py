"""Every sentence that the rooms below the window may say, read from their source: what a language has to know.

A sentence with values in it (an f-string) has its holes numbered: "%1 cannot be read." Where a hole is one of two
words ("file" or "files"), each makes a sentence of its own.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import artistguard

ROOT = Path(artistguard.__file__).parent
_HOLE = "\0"
_WORD = re.compile(r"[^\W\d_]{2,}")


def errors() -> dict[str, str]:
    """Titles, messages and advice of all errors below cli and ui: the sentence, and where it is said."""
    found: dict[str, str] = {}
    for file, tree in _below():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _name(node.func) in _kinds():
                said = [*node.args, *(each.value for each in node.keywords if each.arg in ("message", "advice"))]
            elif isinstance(node, ast.ClassDef) and node.name in _kinds():
                said = [each.value for each in node.body if _sets(each, "title") and each.value is not None]
            else:
                continue
            found.update((text, f"{file}:{node.lineno}") for each in said for text in _texts(each))
    return found


def sentences(module: str) -> dict[str, str]:
    """What a module says that looks like words for people: "matching/judging.py"."""
    tree = ast.parse((ROOT / module).read_text("utf-8"))
    passed = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            passed.update(id(each) for each in ast.walk(node) if isinstance(each, ast.Constant))
        if isinstance(node, ast.JoinedStr | ast.Constant) and id(node) not in passed:
            found.update((text.strip(), f"{module}:{node.lineno}") for text in _texts(node) if " " in text.strip())
    return found


def _below() -> Iterator[tuple[str, ast.Module]]:
    for file in sorted(ROOT.rglob("*.py")):
        place = file.relative_to(ROOT)
        if place.parts[0] not in ("ui", "cli"):
            yield place.as_posix(), ast.parse(file.read_text("utf-8"))


def _kinds() -> set[str]:
    """The names of all classes of errors, whichever room they are made in."""
    if not _KINDS:
        classes = [node for _, tree in _below() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
        _KINDS.add("ArtistGuardError")
        while more := {
            each.name
            for each in classes
            if each.name not in _KINDS and any(_name(base) in _KINDS for base in each.bases)
        }:
            _KINDS.update(more)
    return _KINDS


_KINDS: set[str] = set()


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")


def _sets(node: ast.stmt, name: str) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return any(isinstance(each, ast.Name) and each.id == name for each in targets)


def _texts(node: ast.expr) -> list[str]:
    """The sentences of an expression, their holes numbered; nothing where it holds no words of ours."""
    found = []
    for text in _parts(node):
        parts = text.split(_HOLE)
        if _WORD.search(" ".join(parts)):
            found.append("".join(f"{part}%{number}" for number, part in enumerate(parts[:-1], 1)) + parts[-1])
    return found


def _parts(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return _parts(node.body) + _parts(node.orelse)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [left + right for left in _parts(node.left) for right in _parts(node.right)]
    if isinstance(node, ast.JoinedStr):
        made = [""]
        for each in node.values:
            value = each.value if isinstance(each, ast.FormattedValue) else each
            ends = _parts(value) if isinstance(value, ast.IfExp | ast.Constant | ast.JoinedStr) else [_HOLE]
            made = [start + end for start in made for end in ends]
        return made
    return [_HOLE]
