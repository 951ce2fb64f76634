"""Clients, identities and the profile."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from artistguard.catalogue.store import Catalogue
from artistguard.model.errors import UsageError
from artistguard.model.identity import Identity, IdentityKind
from artistguard.model.ids import new_id
from artistguard.model.rights import OPEN, Client, Mandate, Profile, Rights, Seal


def test_a_client_is_read_back_and_is_sealed_at_first(catalogue: Catalogue) -> None:
    preset, _ = catalogue.presets.create("Theirs")
    plain = catalogue.clients.create(Client(new_id(), "Zeta"))
    full = catalogue.clients.create(
        Client(
            new_id(),
            "Ärzte & Co",
            Rights(rights_holder="Ärzte"),
            Mandate("Ärzte", "Ada", "prints", date(2027, 1, 1)),
            Seal(True, date(2026, 12, 24)),
            preset.id,
        )
    )
    assert catalogue.clients.get(plain.id).seal == Seal(closed=True)
    for reference in (full.id, full.id[:5], "ärzte & co", "ÄRZTE  & CO"):
        assert catalogue.clients.get(reference) == full
    assert set(catalogue.clients.list()) == {plain, full}
    with pytest.raises(UsageError, match="no client"):
        catalogue.clients.get("nobody")


def test_a_client_is_updated_as_a_whole(catalogue: Catalogue) -> None:
    client = catalogue.clients.create(Client(new_id(), "Publisher", mandate=Mandate("P", "A")))
    other = catalogue.clients.create(Client(new_id(), "Other"))
    changed = replace(client, name="PUBLISHER", seal=OPEN, mandate=None)
    assert catalogue.clients.update(changed) == catalogue.clients.get(client.id) == changed
    with pytest.raises(UsageError, match="already"):
        catalogue.clients.update(replace(other, name="publisher"))
    with pytest.raises(UsageError, match="already"):
        catalogue.clients.create(Client(new_id(), "publisher"))
    with pytest.raises(UsageError, match="no client"):
        catalogue.clients.update(replace(other, id="nobody", name="x"))
    with pytest.raises(UsageError, match="not in the catalogue"):
        catalogue.clients.update(replace(other, preset_id="nothing"))


@pytest.fixture
def identity(clock: Any) -> Any:
    def make(name: str = "Ada Example", **values: Any) -> Identity:
        plain = Identity(
            id=new_id(),
            name=name,
            organization="Studio 🎨",
            kind=IdentityKind.OWN,
            algorithm="ES256",
            chain_pem="-----BEGIN CERTIFICATE-----\n" * 100,
            fingerprint=new_id().encode().hex(),
            not_before=clock.now,
            not_after=clock.now + timedelta(days=365),
            created_at=clock.now,
            root_pem="root",
        )
        return replace(plain, **values)

    return make


def test_an_identity_is_read_back(catalogue: Catalogue, identity: Any, clock: Any) -> None:
    first = catalogue.identities.add(identity())
    second = catalogue.identities.add(
        identity("Bea", kind=IdentityKind.SEAT, issuer_id=first.id, root_pem=None, created_at=clock.now + timedelta(1))
    )
    for reference in (first.id, first.id[:6], "ada example", first.fingerprint, f" {first.fingerprint.upper()} "):
        assert catalogue.identities.get(reference) == first
    assert catalogue.identities.list() == (second, first)
    with pytest.raises(UsageError, match="no signature"):
        catalogue.identities.get("nobody")
    with pytest.raises(UsageError, match="already"):
        catalogue.identities.add(first)


def test_of_several_of_a_name_the_living_one_is_meant(catalogue: Catalogue, identity: Any) -> None:
    old, new = catalogue.identities.add(identity()), catalogue.identities.add(identity())
    with pytest.raises(UsageError, match="Several"):
        catalogue.identities.get("Ada Example")
    assert catalogue.identities.replace(old.id, new.id) == replace(old, replaced_by=new.id)
    assert catalogue.identities.get("Ada Example") == new
    with pytest.raises(UsageError, match="itself"):
        catalogue.identities.replace(new.id, new.id)


def test_a_revocation_stays(catalogue: Catalogue, identity: Any, clock: Any) -> None:
    mine = catalogue.identities.add(identity())
    at = clock.now
    assert catalogue.identities.revoke(mine.id) == replace(mine, revoked_at=at)
    clock.now += timedelta(days=1)
    assert catalogue.identities.revoke(mine.id).revoked_at == at


def test_the_default_is_each_seats_own(catalogue: Catalogue, identity: Any, place: Path | str) -> None:
    assert catalogue.identities.default() is None
    mine, theirs = catalogue.identities.add(identity()), catalogue.identities.add(identity())
    catalogue.identities.set_default(mine.id)
    with Catalogue.open(place, seat="other desk", actor="bea") as other:
        assert other.identities.default() is None
        other.identities.set_default(theirs.id)
    assert catalogue.identities.default() == mine
    with pytest.raises(UsageError, match="no signature"):
        catalogue.identities.set_default("nobody")


def test_the_profile(catalogue: Catalogue) -> None:
    assert catalogue.profile.get() == Profile()
    mine = Profile("Ada", ("A. Example", "Ада"), ("@ada",), ("https://ada.example",))
    catalogue.profile.set(mine)
    assert catalogue.profile.get() == mine
