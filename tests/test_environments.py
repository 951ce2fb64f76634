"""Two environments: the program's own, and that of the programs it is compared with."""

import sysconfig
from importlib import metadata
from pathlib import Path

import pytest
import urllib3
from peers import Peers, PeerSays


def test_nothing_of_urllib3_future_stands_beside_the_program() -> None:
    """Its .pth file puts it in urllib3's place, and so under requests, whose addresses the door pins."""
    with pytest.raises(metadata.PackageNotFoundError):
        metadata.version("urllib3-future")
    for kind in ("purelib", "platlib"):
        assert not list(Path(sysconfig.get_paths()[kind]).glob("urllib3_future*"))
    assert urllib3.__version__ == metadata.version("urllib3")


def test_the_programs_to_compare_with_stand_apart(peers: Peers) -> None:
    versions = peers.ask("versions")
    assert versions["iscc-crypto"]
    assert versions["urllib3-future"]  # the reason for an environment of their own
    for name in ("ots", "iscc-search", "iscc-crypto"):
        assert peers.program(name).exists()


def test_a_document_is_read_by_the_published_models(peers: Peers) -> None:
    record = {"iscc": "ISCC:MAACAJINXFXA2SQX", "tdm_reservation": 1, "tdm_policy": "https://studio.example/policy"}
    assert peers.validate("service_tdm.TDM", record)["tdm_reservation"] == 1
    with pytest.raises(PeerSays, match="tdm_reservation"):
        peers.validate("service_tdm.TDM", {**record, "tdm_reservation": 2})
