"""The Merkle tree against a naive one written down from RFC 9162, and what was changed in its proofs."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artistguard.proof import merkle

entries = st.lists(st.binary(max_size=40), min_size=1, max_size=40)


def naive_root(data: Sequence[bytes]) -> bytes:
    """MTH of RFC 9162, section 2.1.1, word for word."""
    if len(data) == 1:
        return hashlib.sha256(b"\x00" + data[0]).digest()
    k = 1
    while k * 2 < len(data):
        k *= 2
    return hashlib.sha256(b"\x01" + naive_root(data[:k]) + naive_root(data[k:])).digest()


def naive_path(m: int, data: Sequence[bytes]) -> list[bytes]:
    """PATH of RFC 9162, section 2.1.3.1, word for word."""
    if len(data) == 1:
        return []
    k = 1
    while k * 2 < len(data):
        k *= 2
    if m < k:
        return [*naive_path(m, data[:k]), naive_root(data[k:])]
    return [*naive_path(m - k, data[k:]), naive_root(data[:k])]


def tree(data: Sequence[bytes]) -> merkle.Tree:
    return merkle.Tree([merkle.entry_hash(one) for one in data])


@settings(max_examples=60)
@given(entries)
def test_root_and_paths_are_those_of_the_standard(data: list[bytes]) -> None:
    made = tree(data)
    assert (made.root, made.size) == (naive_root(data), len(data))
    for index, entry in enumerate(data):
        proof = made.proof(index)
        assert list(proof.path) == naive_path(index, data)
        assert merkle.check(proof, entry) == ()


def test_the_trees_of_certificate_transparency_s_reference_have_these_roots() -> None:
    # The test vectors of the reference implementation (google/certificate-transparency, merkle_tree_test).
    data = [
        bytes.fromhex(text)
        for text in (
            *("", "00", "10", "2021", "3031", "40414243", "5051525354555657"),
            "606162636465666768696a6b6c6d6e6f",
        )
    ]
    roots = {
        1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    }
    for count, root in roots.items():
        assert tree(data[:count]).root.hex() == root


@settings(max_examples=60)
@given(entries, st.data())
def test_one_changed_byte_is_found_and_located(data: list[bytes], draw: st.DataObject) -> None:
    index = draw.draw(st.integers(0, len(data) - 1))
    proof = tree(data).proof(index)

    def changed(value: bytes) -> bytes:
        at = draw.draw(st.integers(0, len(value) - 1))
        return value[:at] + bytes([value[at] ^ draw.draw(st.integers(1, 255))]) + value[at + 1 :]

    assert [f.where for f in merkle.check(proof, data[index] + b"x")] == ["entry"]
    assert [f.where for f in merkle.check(replace(proof, entry=changed(proof.entry)), data[index])] == ["entry"]
    root = replace(proof, root=changed(proof.root))
    assert [f.where for f in merkle.check(root, data[index])][-1] == "root"
    for level in range(len(proof.path)):
        path = list(proof.path)
        path[level] = changed(path[level])
        [fault] = merkle.check(replace(proof, path=tuple(path)), data[index])
        assert (fault.where, fault.level) == ("path", level + 1)
        reached = list(proof.reached)
        reached[level] = changed(reached[level])
        faults = merkle.check(replace(proof, reached=tuple(reached)), data[index])
        assert [(f.where, f.level) for f in faults] == [("reached", level + 1)]


@settings(max_examples=60)
@given(entries, st.data())
def test_another_number_another_size_a_shorter_or_reordered_path_are_found(
    data: list[bytes], draw: st.DataObject
) -> None:
    data = [bytes([number, *one]) for number, one in enumerate(data)]  # no two alike
    index = draw.draw(st.integers(0, len(data) - 1))
    proof = tree(data).proof(index)
    other = draw.draw(st.integers(-1, len(data)))
    if other != index:
        faults = merkle.check(replace(proof, index=other), data[index])
        assert faults
        assert faults[0].where in ("index", "size")
    if proof.path:
        shorter = replace(proof, path=proof.path[:-1], reached=proof.reached[:-1])
        assert merkle.check(shorter, data[index])[0].where == "size"
        assert merkle.check(replace(proof, reached=proof.reached[:-1]), data[index])[0].where == "reached"
        assert merkle.check(replace(proof, path=(proof.path[0][:-1], *proof.path[1:])), data[index])
    if len(proof.path) > 1:
        turned = replace(proof, path=proof.path[::-1])
        assert merkle.check(turned, data[index])[0] == merkle.Fault(
            "path", f"level 1 of {len(proof.path)} was changed", 1
        )


def test_a_node_does_not_pass_for_an_entry() -> None:
    made = tree([b"a", b"b", b"c"])
    proof = made.proof(0)
    node = merkle.entry_hash(b"a") + merkle.entry_hash(b"b")
    forged = merkle.Proof(0, 2, proof.reached[0], proof.path[1:], proof.reached[1:], made.root)
    assert [fault.where for fault in merkle.check(forged, node)] == ["entry"]


def test_there_is_no_tree_of_nothing_and_no_proof_beyond_its_end() -> None:
    with pytest.raises(ValueError, match="an entry"):
        merkle.Tree([])
    with pytest.raises(IndexError):
        tree([b"a"]).proof(1)
