"""What the user agreed to, in one form of each host, written into the ledger."""

import pytest

from artistguard.model.egress import Purpose
from artistguard.model.errors import NotAgreed, UsageError
from artistguard.model.watching import HostNeed
from artistguard.workflow import consents
from artistguard.workflow.consents import Consents
from artistguard.workflow.studio import Studio


def test_agreeing_and_withdrawing(studio: Studio) -> None:
    policy = Consents(studio.catalogue)
    with pytest.raises(NotAgreed, match=r"huggingface\.co"):
        policy.check("huggingface.co", Purpose.WATCH)
    given = consents.agree(studio, "https://HuggingFace.co:443/models", [Purpose.WATCH], "GET /api/models?search=ada")
    assert given.host == "huggingface.co"
    policy.check("huggingface.co", Purpose.WATCH)
    for authority, purpose in (
        ("huggingface.co", Purpose.PICTURE),
        ("huggingface.co:8443", Purpose.WATCH),
        ("cdn.huggingface.co", Purpose.WATCH),
    ):
        with pytest.raises(NotAgreed):
            policy.check(authority, purpose)
    assert consents.withdraw(studio, "huggingface.co").id == given.id
    with pytest.raises(NotAgreed):
        policy.check("huggingface.co", Purpose.WATCH)
    with pytest.raises(UsageError, match="not agreed"):
        consents.withdraw(studio, given.id)
    acts = [entry.act for entry in studio.catalogue.custody.iterate(given.id)]
    assert acts == ["host-agreed", "host-withdrawn"]


def test_all_names_below_one(studio: Studio) -> None:
    policy = Consents(studio.catalogue)
    consents.agree(studio, "*.hf.co", [Purpose.PICTURE], "")
    policy.check("cdn-lfs.hf.co", Purpose.PICTURE)
    policy.check("us.gcp.hf.co", Purpose.PICTURE)
    for other in ("hf.co", "evilhf.co", "cdn.hf.co.example", "cdn.hf.co:8443"):
        with pytest.raises(NotAgreed):
            policy.check(other, Purpose.PICTURE)


@pytest.mark.parametrize("host", ["", "*.co", "*.127.0.0.1", "*", "a b", "ftp://host", "user@host", "127.1", "x" * 300])
def test_what_is_no_host_is_refused(studio: Studio, host: str) -> None:
    with pytest.raises(UsageError):
        consents.agree(studio, host, [Purpose.WATCH], "")
    assert consents.agreed(studio) == ()


def test_a_purpose_is_needed(studio: Studio) -> None:
    for purposes in ((), (Purpose.TIME_STAMP,)):
        with pytest.raises(UsageError, match="at least one"):
            consents.agree(studio, "hub.example", purposes, "")


def test_what_is_still_missing(studio: Studio) -> None:
    api, pictures = HostNeed("hub.example", "its search"), HostNeed("*.cdn.example", "pictures", pictures=True)
    assert consents.missing(studio, [api, pictures], Purpose.WATCH) == (api,)
    assert consents.missing(studio, [api, pictures], Purpose.PICTURE) == (api, pictures)
    consents.agree(studio, "hub.example", [Purpose.WATCH, Purpose.PICTURE], "")
    consents.agree(studio, "*.cdn.example", [Purpose.PICTURE], "")
    for purpose in (Purpose.WATCH, Purpose.PICTURE):
        assert consents.missing(studio, [api, pictures], purpose) == ()
