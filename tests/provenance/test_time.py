"""Time stamps from a real authority (openssl ts) on this machine, and what happens when it is down."""

import pytest
from authority import Authority

from artistguard.provenance import store as stores
from artistguard.provenance.inspect import inspect


@pytest.mark.parametrize("name", ["jpeg", "webp", "bmp"])
def test_a_real_time_stamp_is_validated(name: str, copier, own, authority: Authority) -> None:
    path, written = copier(name, time_authority=authority.url)
    assert written.time_stamped
    assert written.warnings == ()
    assert len(authority.queries) == 1
    found = inspect(path, anchors_pem=own.root_pem + authority.root.read_text()).credential
    assert found.state == "Trusted"
    assert found.time.startswith("20")
    assert found.failures == ()
    only_signer = inspect(path, anchors_pem=own.root_pem).credential
    assert {failure.code for failure in only_signer.failures} <= {"timeStamp.untrusted"}
    assert only_signer.intact


@pytest.mark.parametrize("name", ["jpeg", "webp", "bmp"])
@pytest.mark.parametrize("fault", ["down", "rubbish", "error"])
def test_without_a_usable_answer_it_is_signed_without_a_time_and_says_so(
    name: str, fault: str, copier, own, authority: Authority
) -> None:
    authority.answer = fault
    url = "http://127.0.0.1:9/tsa" if fault == "down" else authority.url
    path, written = copier(name, time_authority=url)
    assert not written.time_stamped
    assert len(written.warnings) == 1
    assert "without a time" in written.warnings[0]
    found = inspect(path, anchors_pem=own.root_pem).credential
    assert (found.state, found.time) == ("Trusted", "")


def test_a_key_that_refuses_is_not_mistaken_for_an_authority_that_is_down(copier, authority: Authority) -> None:
    from artistguard.model.errors import KeyLocked
    from artistguard.provenance.write import write_copy

    def locked(data: bytes) -> bytes:
        raise KeyLocked

    with pytest.raises(KeyLocked):
        write_copy(copier.of("jpeg", time_authority=authority.url), locked, cancel=None)


def test_words_are_there_for_time_codes() -> None:
    assert "trust list" in stores.words("timeStamp.untrusted")
    assert stores.words("timeStamp.someday.new") == stores.words("timeStamp")
