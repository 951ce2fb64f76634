"""Words of records: what a registry takes, how a declaration stands, what a receipt proves, what was said on a day."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale, QObject

from artistguard.model.artwork import EditionRole
from artistguard.model.registering import (
    Capabilities,
    Declaration,
    DeclarationState,
    Holds,
    Operation,
    RegistryKind,
    Standing,
    Told,
    Withdrawal,
)
from artistguard.ui import watchwords
from artistguard.ui.spoken import spoken
from artistguard.ui.watchwords import filled

if TYPE_CHECKING:
    from artistguard.model.forms import FormMark, FormState
    from artistguard.ui.records.asks import Dry
    from artistguard.workflow.waiting import Waiting

translate = QCoreApplication.translate


class Counted(QObject):
    """Sentences with a number in them. Only `tr` of an object is read for plurals when the words are gathered."""

    def tries(self, count: int) -> str:
        """How often something was tried."""
        return self.tr("Tried %Ln time(s).", "", count)

    def more_works(self, count: int) -> str:
        """Works named, and so many more."""
        return self.tr("%1 and %Ln more work(s)", "", count)

    def more_names(self, count: int) -> str:
        """Names, and so many more."""
        return self.tr("%1 and %Ln more name(s)", "", count)

    def requests(self, count: int) -> str:
        """Requests of a size."""
        return self.tr("%Ln request(s) of %1 together", "", count)

    def going_on(self, count: int) -> str:
        """What was asked for before and is not over."""
        return self.tr("%Ln asked for before and not answered yet go(es) on", "", count)


def kind(value: RegistryKind) -> str:
    """How a registry is reached."""
    return {
        RegistryKind.EMBEDDED: translate("Records", "part of this program"),
        RegistryKind.SERVICE: translate("Records", "a service that takes declarations"),
        RegistryKind.STATUS: translate("Records", "a service that only says what it holds"),
        RegistryKind.FORM: translate("Records", "forms and settings: you do it yourself"),
    }[value]


def told(value: Told) -> str:
    """What a registry is told about a work."""
    return {
        Told.SHA256: translate("Records", "SHA-256 of the file"),
        Told.BLAKE3: translate("Records", "BLAKE3 of the file"),
        Told.ISCC: translate("Records", "ISCC (similar pictures can be found by it)"),
        Told.BLINDED: translate("Records", "a blinded digest (says nothing about the work)"),
        Told.ADDRESS: translate("Records", "addresses of the work"),
        Told.DOMAIN: translate("Records", "your domain"),
        Told.NAME: translate("Records", "names"),
        Told.FILE: translate("Records", "the file itself"),
    }[value]


def takes(value: Capabilities) -> str:
    """All that a registry takes."""
    if not value.takes:
        return translate("Records", "nothing of a work: a setting")
    return ", ".join(told(each) for each in Told if each in value.takes)


def withdrawal(value: Withdrawal) -> str:
    """What becomes of a declaration that is taken back."""
    return {
        Withdrawal.NEVER: translate("Records", "It cannot be taken back."),
        Withdrawal.APPENDED: translate("Records", "A later line says so; the first one stays."),
        Withdrawal.SUPERSEDED: translate(
            "Records", "Only by another declaration; the first one stays with those who read it."
        ),
        Withdrawal.BY_HAND: translate("Records", "On its own pages, by you."),
        Withdrawal.UNKNOWN: translate("Records", "No way was found."),
        Withdrawal.NOTHING: translate("Records", "Nothing is declared in the first place."),
    }[value]


def public(value: Capabilities) -> str:
    """Who can read what is declared."""
    if value.kind is RegistryKind.EMBEDDED:
        return translate("Records", "nobody but you: it stays on this computer")
    if value.public:
        return translate("Records", "anybody")
    return translate("Records", "not published by it")


def role(value: EditionRole) -> str:
    """A file of a work, as one that is declared."""
    return {
        EditionRole.MASTER: translate("Records", "the original"),
        EditionRole.SOURCE: translate("Records", "the source file"),
        EditionRole.EXPORT: translate("Records", "the export"),
        EditionRole.SIGNED_COPY: translate("Records", "the signed copy"),
        EditionRole.POSTING_COPY: translate("Records", "the posting copy"),
    }[value]


def waits(found: "Waiting") -> str:
    """Since when a declaration waits, why, and what happens next."""
    if found.called_off:
        return translate("Records", "Called off; whether it arrived is not known. Register it again to go on with it.")
    why = watchwords.plain(spoken(found.because), 400)
    text = filled(translate("Records", "Waiting since %1, because: %2"), watchwords.moment(found.since), why)
    if found.tries:
        text += " " + Counted().tries(found.tries)
    if found.again is not None:
        text += " " + filled(translate("Records", "Next try %1."), watchwords.moment(found.again))
    return text + " " + translate("Records", "It is not given up by itself; Activity can call it off.")


def state(value: Declaration, waiting: "Waiting | None" = None) -> str:
    """How a declaration stands, in a few words that claim no more than was seen."""
    if waiting is not None and waiting.called_off:
        return translate("Records", "called off; whether it arrived is not known")
    if value.state is DeclarationState.LATER:
        return filled(translate("Records", "waiting since %1"), watchwords.moment(value.created_at))
    withdrawn = value.submission.operation is Operation.WITHDRAW
    if value.state is DeclarationState.RECORDED:
        if withdrawn:
            return translate("Records", "withdrawal taken")
        return {
            Standing.UNKNOWN: translate("Records", "recorded"),
            Standing.PENDING: translate("Records", "taken; its proof is not complete yet"),
            Standing.RECORDED: translate("Records", "recorded"),
            Standing.WITHDRAWN: translate("Records", "withdrawn"),
            Standing.GONE: translate("Records", "no longer known there"),
            Standing.UNPROVEN: translate("Records", "taken, but its receipt does not hold"),
        }[value.standing]
    return {
        DeclarationState.WAITING: translate("Records", "waits to be sent"),
        DeclarationState.SENDING: translate("Records", "sent; whether it arrived is not known"),
        DeclarationState.CONFLICT: translate("Records", "declared by somebody else"),
        DeclarationState.REJECTED: translate("Records", "refused"),
        DeclarationState.WITHDRAWN: translate("Records", "withdrawn"),
    }[value.state]


def tone(value: Declaration) -> str:
    """The kind of label that a state is shown as. Nothing is green: a record is no promise."""
    refused = value.state in (DeclarationState.CONFLICT, DeclarationState.REJECTED)
    if refused or value.standing in (Standing.GONE, Standing.UNPROVEN):
        return "look"
    return "quiet" if value.state is not DeclarationState.RECORDED else ""


def holds(value: Holds) -> str:
    """What checking a receipt found."""
    return {
        Holds.YES: translate("Records", "The receipt fits what was sent, byte for byte."),
        Holds.NO: translate("Records", "The receipt does not hold: something in it was changed, or was never right."),
        Holds.NOT_YET: translate("Records", "What there is fits; the proof is not complete yet."),
        Holds.CANNOT_SAY: translate(
            "Records", "It cannot be checked here: there is nothing pinned to check it against."
        ),
    }[value]


HOLDS_TONES = {Holds.YES: "good", Holds.NO: "bad", Holds.NOT_YET: "look", Holds.CANNOT_SAY: "look"}


def form_state(value: "FormState") -> str:
    """How far the user says a form is, for the list to choose from."""
    words = {
        "open": translate("Records", "Open"),
        "packed": translate("Records", "Packing list written"),
        "sent": translate("Records", "Sent by me"),
        "answered": translate("Records", "Answered"),
        "refused": translate("Records", "Refused"),
    }
    return words[value.value]


def form_mark(mark: "FormMark | None") -> str:
    """The user's newest word of a form, in a sentence that says whose word it is."""
    if mark is None:
        return translate("Records", "Open: you have said nothing of it yet.")
    words = {
        "open": translate("Records", "Open, you said on %1."),
        "packed": translate("Records", "A packing list was written on %1. Whether it was sent is not noted."),
        "sent": translate("Records", "Sent on %1, you say. Whether it was taken cannot be seen from here."),
        "answered": translate("Records", "Answered on %1, you say."),
        "refused": translate("Records", "Refused on %1, you say."),
    }
    text = filled(words[mark.state.value], day(mark.on or mark.at.astimezone().date()))
    return f"{text} ({watchwords.plain(mark.note)})" if mark.note else text


def day(value: date) -> str:
    """A day, always the same way: year first."""
    return value.isoformat()


def number(count: int) -> str:
    """With its thousands apart."""
    return QLocale().toString(count)


def size(count: int) -> str:
    """Bytes for people."""
    return QLocale().formattedDataSize(count, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def listed(names: Iterable[str], most: int = 5) -> str:
    """Names in one line, the first ones, and how many more."""
    every = [watchwords.plain(name, 60) for name in names]
    text = ", ".join(every[:most])
    if len(every) > most:
        text = filled(Counted().more_names(len(every) - most), text)
    return text


def dry(found: "Dry") -> str:
    """The dry run in one sentence, numbers first."""
    parts = [
        filled(text, number(count))
        for count, text in (
            (found.new, translate("Records", "%1 new")),
            (found.known, translate("Records", "%1 recorded or asked for already")),
            (found.sealed, translate("Records", "%1 sealed and left out")),
            (found.others, translate("Records", "%1 left out for other reasons")),
        )
        if count
    ]
    parts = parts or [translate("Records", "Nothing to register")]
    leaves = []
    if found.requests:
        leaves.append(filled(Counted().requests(found.requests), size(found.bytes_out)))
    if found.going:
        leaves.append(Counted().going_on(found.going))
    leaves = leaves or [translate("Records", "nothing leaves this machine")]
    return f"{', '.join(parts)}; {', '.join(leaves)}."
