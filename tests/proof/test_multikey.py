"""Keys and signatures as text."""

import pytest
from registries import apart

from artistguard.proof import multikey

# RFC 8032, section 7.1, test 2: public key, message, signature.
PUBLIC = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
MESSAGE = bytes.fromhex("72")
SIGNATURE = bytes.fromhex(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)
ORDER = 2**252 + 27742317777372353535851937790883648493  # of the curve's group


def test_a_key_and_a_signature_are_read_as_they_are_written() -> None:
    text = multikey.key_text(PUBLIC)
    assert text == apart.encode(b"\xed\x01" + PUBLIC)
    assert text.startswith("z6Mk")
    assert len(text) == 48
    assert multikey.key_bytes(text) == PUBLIC
    assert multikey.signature_bytes(multikey.signature_text(SIGNATURE)) == SIGNATURE
    zeros = bytes(3) + SIGNATURE[3:]
    assert multikey.signature_bytes(multikey.signature_text(zeros)) == zeros


@pytest.mark.parametrize("length", range(64))
def test_leading_zeros_and_every_size_of_number_are_kept(length: int) -> None:
    for raw in (bytes(64 - length) + b"\xff" * length, bytes(64 - length) + b"\x01" + bytes(max(0, length - 1))):
        signature = raw[:64]
        text = multikey.signature_text(signature)
        assert text == apart.encode(signature)
        assert multikey.signature_bytes(text) == signature


def test_a_key_of_the_published_hub_list_is_32_bytes() -> None:
    assert len(multikey.key_bytes("z6MkeVVrr1dmNL4VsAWuP4tK1QAbi9AeAghVfkiHqGYdmsFX")) == 32


@pytest.mark.parametrize(
    "text",
    [
        *("", "z", "6Mk", "m6Mk", "z0OIl", "z6Mké", "z" + "1" * 200, None, 5, b"z6Mk"),
        apart.encode(b"\xec\x01" + PUBLIC),  # a key of another kind (X25519)
        apart.encode(b"\xed\x01" + PUBLIC[:-1]),
        apart.encode(b"\xed\x01" + PUBLIC + b"\0"),
        "z1" + apart.encode(b"\xed\x01" + PUBLIC)[1:],
    ],
)
def test_what_is_no_key_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match=r"key|letter|begins"):
        multikey.key_bytes(text)


def test_only_the_signature_that_was_made_fits() -> None:
    assert multikey.fits(PUBLIC, SIGNATURE, MESSAGE)
    assert not multikey.fits(PUBLIC, SIGNATURE, MESSAGE + b"\0")
    for place in range(64):
        changed = bytearray(SIGNATURE)
        changed[place] ^= 1
        assert not multikey.fits(PUBLIC, bytes(changed), MESSAGE)
    again = int.from_bytes(SIGNATURE[32:], "little") + ORDER  # the same point, spelt otherwise (RFC 8032, 5.1.7)
    assert not multikey.fits(PUBLIC, SIGNATURE[:32] + again.to_bytes(32, "little"), MESSAGE)
    assert not multikey.fits(PUBLIC, SIGNATURE[:-1], MESSAGE)
    assert not multikey.fits(PUBLIC[:-1], SIGNATURE, MESSAGE)
