"""What agreeing to a host would let leave: the requests of today, to the byte. Nothing is sent."""

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from artistguard.model.egress import Purpose
from artistguard.model.errors import UsageError
from artistguard.model.watching import Planned
from artistguard.net import wire
from artistguard.net.guard import named, place
from artistguard.workflow import questions, watches, would_register
from artistguard.workflow.consents import IN_WORDS

if TYPE_CHECKING:
    from artistguard.workflow.studio import Studio

_NO_REGISTRY = "No registry that is known here, and that could be told of a work of yours now, stands at this host."
_MOST = 8  # requests that are shown with their headers


def requests(studio: "Studio", host: str) -> tuple[Planned, ...]:
    """The first requests of everything that asks this host for one's names and addresses, as they would leave now.

    `host` as consents name it. What a seal keeps back is not in them. Raises UsageError for a host that is none.
    """
    host = named(host)
    found: list[Planned] = []
    for name, source in watches.sources(studio).items():
        params = [watch.params for watch in watches.all_(studio) if watch.source == name] or [{}]
        for each in params:
            asked = questions.question(studio, each)
            with suppress(UsageError):  # what this source is asked depends on a watch, and there is none yet
                found += [] if asked.forbidden else source.plan(asked.question)
    return tuple(one for one in dict.fromkeys(found) if _at(host, place(one.url).name))


def in_words(studio: "Studio", host: str, purposes: Sequence[Purpose]) -> str:
    """The same as a text to agree to, with a request of each kind where no source plans one.

    Raises UsageError for a host that is none.
    """
    host = named(host)
    lines = [f"{host} would be asked to " + "; to ".join(IN_WORDS[purpose] for purpose in purposes) + "."]
    planned = requests(studio, host) if Purpose.WATCH in purposes else ()
    if planned:
        lines += ["", "For your names and addresses, to begin with, to the byte:"]
        for one in planned[:_MOST]:
            lines += ["", f"{one.why} ({one.bytes_out} bytes before encryption)", *one.request.splitlines()[:-1]]
        if planned[_MOST:]:
            lines += ["", "And with the same headers:", *(one.request.partition("\r")[0] for one in planned[_MOST:])]
    if Purpose.SCAN in purposes:
        lines += [
            "",
            "Over TLS, as messages of dask.distributed: once a scan the hashes of the views of your works that are "
            "under no seal, each with a number (13 bytes a view), and the first 8 bytes of the SHA-256 of each of "
            "their files; the paths and columns of the tables; and packed rows of a data set (13 or 21 bytes a row) "
            "that its workers do not see. No picture, title, name or address of yours.",
        ]
    if Purpose.REGISTER in purposes:
        lines += would_register.lines(studio, host) or ["", _NO_REGISTRY]
    if set(purposes) - {Purpose.SCAN, Purpose.REGISTER} - ({Purpose.WATCH} if planned else set()):
        scheme = "http" if host in studio.local_hosts else "https"
        example = wire.planned("GET", f"{scheme}://{host.replace('*.', 'some-name.')}/the-path-of-what-is-fetched", "")
        lines += [
            "",
            f"For a page, a file or a picture ({example.bytes_out} bytes and what the path has more or less):",
        ]
        lines += ["", *example.request.splitlines()[:-1]]
    if host in studio.keys.secrets():
        header = would_register.token_header(studio, host, purposes)
        lines += ["", f"Each with a line '{header.name}: {header.before}...' of your token of that host."]
    return "\n".join(lines)


def _at(agreed: str, host: str) -> bool:
    return host == agreed or (agreed.startswith("*.") and host.endswith(agreed[1:]))
