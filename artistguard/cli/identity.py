"""artistguard identity ...: my signature."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from artistguard.cli.app import Run
    from artistguard.model.identity import Identity


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The words of this verb."""
    verb = verbs.add_parser("identity", help="my signature: make it, take one in, back it up, renew it")
    acts = verb.add_subparsers(dest="act", metavar="ACT", required=True)
    create_ = acts.add_parser("create", help="a signature of your own, in one step")
    create_.add_argument("--name", required=True, help="shown as the signer")
    create_.add_argument("--organization", default="", metavar="O", help="shown as the issuer (default: the name)")
    create_.add_argument("--algorithm", default="ES256", choices=["ES256", "ES384", "PS256", "EdDSA"])
    create_.set_defaults(run=create)
    take = acts.add_parser("import", help="take in a PKCS#12 file, or a PEM chain and key")
    take.add_argument("chain", type=Path, metavar="FILE")
    take.add_argument("--key", type=Path, metavar="FILE", help="the private key, if it is a file of its own")
    take.set_defaults(run=import_)
    one = acts.add_parser("show", help="all signatures, or one")
    one.add_argument("name", nargs="?")
    one.set_defaults(run=show)
    for act, words, action in (
        ("export", "the certificates alone, for others' trust lists", export),
        ("backup", "certificate and key as PKCS#12 under your passphrase", backup),
    ):
        out = acts.add_parser(act, help=words)
        out.add_argument("file", type=Path)
        out.add_argument("--name", help="which signature (default: the default one)")
        out.set_defaults(run=action)
    for act, words, action in (
        ("default", "sign with this one from now on", make_default),
        ("renew", "a fresh certificate under the same root", renew),
        ("revoke", "put a certificate on your root's revocation list", revoke),
    ):
        change = acts.add_parser(act, help=words)
        change.add_argument("name")
        change.set_defaults(run=action)
    seat = acts.add_parser("issue", help="a studio: a signature for one seat, as a PKCS#12 file")
    seat.add_argument("--name", required=True, help="the seat's or person's name")
    seat.add_argument("--by", metavar="NAME", help="the studio's signature (default: the default one)")
    seat.add_argument("file", type=Path)
    seat.set_defaults(run=issue)
    trust_ = acts.add_parser("trust", help="put the certificates of a PEM file on your trust list")
    trust_.add_argument("file", type=Path)
    trust_.set_defaults(run=trust)


def create(run: "Run") -> int:
    """Say first what it is worth, then make it."""
    from artistguard.provenance.certificates import UNKNOWN_SIGNER
    from artistguard.workflow import identity as identities

    arguments = run.arguments
    run.output.say(UNKNOWN_SIGNER)
    with run.studio() as studio:
        made = identities.create(studio, arguments.name, arguments.organization, arguments.algorithm)
    run.output.answer(notice=UNKNOWN_SIGNER)
    _describe(run, made)
    run.output.say("Back it up: artistguard identity backup FILE. A lost key cannot be had again.")
    return 0


def import_(run: "Run") -> int:
    """Take in what somebody else issued."""
    from artistguard.workflow import identity as identities

    with run.studio() as studio:
        made, notes = identities.take_in(studio, run.arguments.chain, run.arguments.key, run.passphrase())
    run.output.answer(notes=notes)
    for note in notes:
        run.output.say(note)
    _describe(run, made)
    return 0


def show(run: "Run") -> int:
    """A row a signature, or one in full."""
    with run.studio() as studio:
        identities = studio.catalogue.identities
        if run.arguments.name:
            _describe(run, identities.get(run.arguments.name))
            return 0
        found, default = identities.list(), identities.default()
    run.output.answer(identities=[_json(i) for i in found], default=default.id if default else None)
    run.output.table(
        ("Signature", "", "Organization", "Kind", "Until", "Id"),
        (
            (
                i.name,
                "default" if default and i.id == default.id else "revoked" if i.revoked_at else "",
                i.organization,
                i.kind.value,
                f"{i.not_after:%Y-%m-%d}",
                i.id,
            )
            for i in found
        ),
    )
    if not found:
        run.output.say('No signature yet. Make one: artistguard identity create --name "Your Name"')
    return 0


def export(run: "Run") -> int:
    """No key leaves with this."""
    from artistguard.workflow import identity as identities

    with run.studio() as studio:
        identities.export_public(identities.chosen(studio, run.arguments.name), run.arguments.file)
    run.output.answer(file=run.arguments.file)
    run.output.say(f"Certificates written to {run.arguments.file}. There is no key in it.")
    return 0


def backup(run: "Run") -> int:
    """With the key, under the passphrase."""
    from artistguard.workflow import identity as identities

    with run.studio() as studio:
        identity = identities.chosen(studio, run.arguments.name)
        written = identities.back_up(studio, identity, run.arguments.file, run.passphrase() or "")
    run.output.answer(files=written)
    for path in written:
        run.output.say(f"Written: {path}")
    run.output.say("Keep it away from this machine, and the passphrase away from it.")
    return 0


def make_default(run: "Run") -> int:
    """Which signature signs when none is named."""
    with run.studio() as studio:
        identity = studio.catalogue.identities.get(run.arguments.name)
        studio.catalogue.identities.set_default(identity.id)
    _describe(run, identity)
    return 0


def renew(run: "Run") -> int:
    """A fresh leaf and key."""
    from artistguard.workflow import identity as identities

    with run.studio() as studio:
        made = identities.renew(studio, studio.catalogue.identities.get(run.arguments.name))
    _describe(run, made)
    return 0


def revoke(run: "Run") -> int:
    """It cannot be undone; what was signed before stays as it is."""
    from artistguard.workflow import identity as identities

    with run.studio() as studio:
        identity = studio.catalogue.identities.get(run.arguments.name)
        path = identities.revoke(studio, identity)
    run.output.answer(identity=identity.id, revocation_list=path)
    run.output.say(f"{identity.name} is revoked and signs no more. The revocation list is {path}.")
    return 0


def issue(run: "Run") -> int:
    """A leaf for a seat; its key goes into the file and does not stay here."""
    from artistguard.workflow import identity as identities

    with run.studio() as studio:
        issuer = identities.chosen(studio, run.arguments.by)
        made = identities.issue_seat(studio, issuer, run.arguments.name, run.arguments.file, run.passphrase() or "")
    _describe(run, made)
    run.output.say(f"On that seat: artistguard identity import {run.arguments.file}")
    return 0


def trust(run: "Run") -> int:
    """Whose signatures count as known to you."""
    from artistguard.workflow import identity as identities

    with run.studio() as studio:
        count = identities.trust(studio, run.arguments.file)
    run.output.answer(certificates=count)
    run.output.say(f"{count} certificates are on your trust list now.")
    return 0


def _json(identity: "Identity") -> dict[str, object]:
    from artistguard.model import wire

    found: dict[str, object] = wire.dump(identity)
    return found


def _describe(run: "Run", identity: "Identity") -> None:
    from artistguard.workflow import identity as identities

    warning = identities.warning(identity)
    run.output.answer(identity=_json(identity), warning=warning)
    run.output.table(
        ("", ""),
        (
            ("Name", identity.name),
            ("Organization", identity.organization),
            ("Kind", identity.kind.value),
            ("Algorithm", identity.algorithm),
            ("Valid", f"{identity.not_before:%Y-%m-%d} to {identity.not_after:%Y-%m-%d}"),
            ("SHA-256", identity.fingerprint),
            ("Id", identity.id),
        ),
    )
    if warning:
        run.output.say(warning)
