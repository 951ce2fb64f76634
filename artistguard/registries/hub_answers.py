"""What a hub's answers mean: its published table of errors, in both dialects, as outcomes.

Bodies are {"error": {"message", "code", "field"...}} or {"detail", "code", "field"}; codes are compared in small
letters. An answer that says nothing of this kind came from something else than a hub, and decides nothing.
"""

from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from artistguard.model.registering import NeedsResigning, Outcome, Rejected, RetryAfter
from artistguard.net import advice
from artistguard.net.door import Answer
from artistguard.proof import jcs

BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
DUPLICATE = frozenset({"duplicate_declaration", "duplicate_datahash"})
NONCE_USED = frozenset({"nonce_reuse", "nonce_reused"})
_NOT_LET_IN = frozenset({"unauthorized", "key_not_authorized", "controller_key_not_authorized"})
_OTHER_HUB = frozenset({"nonce_mismatch", "nonce_hub_mismatch"})
_NOT_ONES_OWN = frozenset({"not_authorized_to_delete"})
_LATE = "timestamp_out_of_range"
_LONGEST = 300  # characters of a stranger's sentence that are shown


@dataclass(frozen=True, slots=True)
class Said:
    """What a hub said is wrong. All empty: nothing that a hub says."""

    code: str = ""
    message: str = ""
    field: str = ""
    existing_id: str = ""  # the declaration that is there already ...
    existing_actor: str = ""  # ... and the key, or name, that made it

    def __bool__(self) -> bool:
        return bool(self.code or self.message)


def said(answer: Answer) -> Said:
    """What an answer's body says is wrong."""
    if not _is_json(answer):
        return Said()
    try:
        body = jcs.parse_object(answer.body)
    except ValueError:
        return Said()
    found = body.get("error", body.get("detail"))
    inner = found if isinstance(found, dict) else {**body, "message": found}
    message = inner.get("message", inner.get("msg", ""))
    if isinstance(message, list):  # a list of what is wrong with each member: the first stands for all
        first = message[0] if message and isinstance(message[0], dict) else {}
        message = first.get("msg", "")
    return Said(
        code=_text(inner.get("code")).lower(),
        message=_text(message),
        field=_text(inner.get("field")),
        existing_id=_text(inner.get("existing_iscc_id")),
        existing_actor=_text(inner.get("existing_actor")),
    )


def refusal(answer: Answer, key: str, *, deleting: bool = False) -> Outcome:
    """What an answer that is no success means, 409 for a duplicate left aside. `key` is ours, as the hub writes it."""
    found = said(answer)
    status, code = answer.status, found.code
    if status in BUSY:
        return RetryAfter(_sentence(f"The hub is busy or in trouble ({status}).", found), busy_for(answer))
    if code in NONCE_USED:
        return NeedsResigning("The hub has seen this note's number before.")
    if code == _LATE:
        return NeedsResigning(clocks(answer))
    if not found:
        # A page of a proxy or of a host that is being mended: it is no hub's refusal, so it ends nothing.
        where = " and sends elsewhere, which was not followed" if 300 <= status < 400 else ""
        return RetryAfter(f"What answers at the hub's address is no hub, or not now ({status}){where}.")
    if status == 401:
        return _unauthorised(found, key, deleting)
    if code in _OTHER_HUB:
        return Rejected(code, "The hub has another number than the hub list gives it. Correct hub_id there.")
    if status == 422 and "$schema" in f"{found.field} {found.message}":
        return Rejected("dialect", "The hub speaks another dialect than the hub list says. Correct dialect there.")
    if code == "sequencer_error":
        return RetryAfter(_sentence("The hub could not keep it just now.", found))
    where = f" ({found.field})" if found.field else ""
    return Rejected(code or str(status), _sentence(f"The hub refused it{where}.", found))


def busy_for(answer: Answer) -> float | None:
    """Seconds that an answer asks to wait, if it does."""
    return advice.wait_asked(answer.headers, answer.at)


def clocks(answer: Answer) -> str:
    """What is known of the two clocks, where a hub finds that a note is too old or too new."""
    try:
        theirs = parsedate_to_datetime(answer.headers.get("date", ""))
        apart = answer.at - theirs
    except (ValueError, TypeError):
        return "The hub's clock and this computer's are more than ten minutes apart. Check this computer's clock."
    if abs(apart) < timedelta(minutes=2):
        return "The hub found the note too old. It is signed anew."
    way = "ahead of" if apart > timedelta(0) else "behind"
    minutes = round(abs(apart).total_seconds() / 60)
    return f"This computer's clock is {minutes} min {way} the hub's, more than it allows. Set this computer's clock."


def _unauthorised(found: Said, key: str, deleting: bool) -> Rejected:
    if deleting and (found.code in _NOT_ONES_OWN or "not authorized to delete" in found.message.lower()):
        message = "Only the key that declared it can withdraw it, and the hub says this is another one."
        return Rejected("not-ones-own", message)
    if found.code in _NOT_LET_IN or "pubkey" in found.message.lower():
        message = (
            f"The hub takes only keys that its operator has let in. Ask the operator to let in {key}, then try again."
        )
        return Rejected("key-not-let-in", message)
    return Rejected(found.code or "401", _sentence("The hub says that the signature does not fit.", found))


def _sentence(ours: str, found: Said) -> str:
    return f"{ours} It says: {found.message}" if found.message else ours


def _text(value: Any) -> str:
    text = value if isinstance(value, str) else ""
    return "".join(letter if letter.isprintable() else " " for letter in text[:_LONGEST])


def _is_json(answer: Answer) -> bool:
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == "application/json" or kind.endswith("+json")
