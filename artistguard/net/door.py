"""The door: every request says why and about whom, and every one is written down before a byte leaves."""

import hashlib
import ipaddress
import re
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urljoin

from requests import PreparedRequest

from artistguard.model.egress import ASKED_FIRST, EgressEntry, Purpose, Subjects
from artistguard.model.errors import ArtistGuardError, NetworkOff, Refused
from artistguard.model.ids import new_id, now
from artistguard.model.protocols import CancelToken, ConsentPolicy, EgressSink, SealPolicy, Tokens
from artistguard.model.watching import Capture, Captured
from artistguard.net import wire
from artistguard.net.guard import Resolver, Route, place, route, system_resolver
from artistguard.net.limits import Limiter
from artistguard.net.wire import AnswerLimits

__all__ = ["BEARER", "Answer", "AnswerLimits", "Door", "TokenHeader"]

MOST_REDIRECTS = 3
LARGEST_BODY = 64 * 1024 * 1024  # bytes a request may carry
# Purposes whose answers are signed in themselves, so that http takes nothing away from them (RFC 3161, RFC 5280).
_SIGNED = frozenset({Purpose.TIME_STAMP, Purpose.REVOCATION})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_METHODS = frozenset({"GET", "HEAD", "POST", "DELETE"})
_KEPT_ACROSS_HOSTS = frozenset({"accept", "content-type", "range", "if-range", "if-none-match", "if-modified-since"})
_BEARER = re.compile(r"[A-Za-z0-9._~+/-]{1,4096}=*\Z")  # RFC 6750, section 2.1

# What of an answer's headers says something about the answer; cookies and the like are nobody's business.
_KEPT_AS_EVIDENCE = frozenset(
    {
        "date",
        "content-type",
        "content-length",
        "content-range",
        "etag",
        "last-modified",
        "location",
        "link",
        "content-usage",
        "tdm-policy",
        "tdm-reservation",
        "x-repo-commit",
        "x-robots-tag",
    }
)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class TokenHeader:
    """The header in which a host wants its token, and what stands before the token there."""

    name: str
    before: str = ""


BEARER = TokenHeader("Authorization", "Bearer ")  # RFC 6750, section 2.1


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, headers with lower-case names, and the unpacked body. Its content is hostile.

    `url` is the one that answered, after redirects, `at` the moment.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str = ""
    at: datetime = _LONG_AGO

    def captured(self) -> Captured:
        """The answer as evidence: its bytes under their digest."""
        capture = Capture(
            sha256=hashlib.sha256(self.body).hexdigest(),
            url=self.url,
            status=self.status,
            at=self.at,
            size=len(self.body),
            media_type=self.headers.get("content-type", "")[:200],
            headers={name: value[:2048] for name, value in self.headers.items() if name in _KEPT_AS_EVIDENCE},
        )
        return Captured(capture, self.body)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One request, as it is at one hop."""

    method: str
    url: str
    purpose: Purpose
    subjects: Subjects
    body: bytes
    headers: dict[str, str]
    limits: AnswerLimits
    cancel: CancelToken | None
    token_header: TokenHeader = BEARER
    paced: bool = True  # whether the host's limit says when it may leave
    straight: bool = True  # whether every hop so far was to one host


class Door:
    """The only way out. Off until `switch` says otherwise; asked anew for every request and every redirect.

    `consents` are asked for every host of a purpose in ASKED_FIRST, before its name is even looked up. For those
    purposes `limiter` says when a request may leave (and for others where a caller asks for it), and `tokens` what
    proves who asks: a host's own token goes to that host alone, over https or to this very computer, and never along
    with a redirect from another.

    `allowed` names "host:port" that may lie on this computer or a private network, or on an odd port: a studio's own
    authority. `plain` names those of them that may be asked over http: a hub of the studio's own. `authorities` is a
    PEM bundle of roots trusted beside the usual ones. `resolver` is the tests' seam.

    Each request makes one line of the egress ledger. It is recorded before the first byte leaves, and recorded again
    with the same id when it is over: the second record completes the first (`status`, `bytes_in`). A line without a
    status was sent, or began to be, and brought no answer. A line with `refused` and without `bytes_out` never left.
    """

    def __init__(
        self,
        *,
        switch: Callable[[], bool],
        ledger: EgressSink,
        seals: SealPolicy,
        consents: ConsentPolicy,
        seat: str,
        actor: str,
        limiter: Limiter | None = None,
        tokens: Tokens | None = None,
        clock: Callable[[], datetime] = now,
        allowed: Collection[str] = (),
        plain: Collection[str] = (),
        authorities: str | None = None,
        resolver: Resolver = system_resolver,
    ) -> None:
        self._switch = switch
        self._ledger = ledger
        self._seals = seals
        self._consents = consents
        self._seat = seat
        self._actor = actor
        self._limiter = limiter
        self._tokens = tokens
        self._clock = clock
        self._allowed = frozenset(allowed)
        self._plain = frozenset(plain)
        self._authorities = authorities
        self._resolver = resolver

    def request(
        self,
        method: str,
        url: str,
        *,
        purpose: Purpose,
        subjects: Subjects,
        body: bytes = b"",
        content_type: str | None = None,
        headers: Mapping[str, str] | None = None,
        limits: AnswerLimits | None = None,
        redirects: int = MOST_REDIRECTS,
        cancel: CancelToken | None = None,
        token_header: TokenHeader = BEARER,
        paced: bool = False,
    ) -> Answer:
        """Ask a server. Any status is an answer; redirects are followed, each checked like the first.

        `redirects` 0 keeps to the one host the user agreed to: then a redirect is an answer like any other. What asks
        for something to be deleted is never sent elsewhere.
        `token_header` says where the host wants its token, if one is kept. `paced` keeps to the host's limit for a
        purpose outside of ASKED_FIRST as well.
        A `Range` header of one part is answered by that part (206), or by the whole file (200) within `limits`.
        Raises NetworkOff, Sealed, NotAgreed, ComeBackLater, KeyLocked (the host's token), Cancelled, Refused (guard,
        limits, certificate), Unreachable. `limits.seconds` holds a hop.
        """
        own = dict(headers or {})
        if content_type is not None:
            own["Content-Type"] = content_type
        paced = paced or purpose in ASKED_FIRST
        limits = limits or AnswerLimits()
        asked = _Asked(method, url, purpose, subjects, body, own, limits, cancel, token_header, paced)
        before: Route | None = None
        redirects = 0 if method == "DELETE" else redirects
        for _ in range(min(redirects, MOST_REDIRECTS) + 1):
            answer, way = self._hop(asked, before)
            if answer.status not in _REDIRECTS or "location" not in answer.headers or redirects == 0:
                return answer
            asked = _onward(asked, answer, way, straight=before is None or way.authority == before.authority)
            before = way
        raise Refused(f"The request was sent elsewhere more than {redirects} times.")

    def _hop(self, asked: _Asked, before: Route | None) -> tuple[Answer, Route]:
        entry = EgressEntry(
            id=new_id(),
            at=self._clock(),
            seat=self._seat,
            actor=self._actor,
            purpose=asked.purpose,
            subjects=asked.subjects,
            method=asked.method,
            url=asked.url,
            bytes_out=0,
            body_sha256=hashlib.sha256(asked.body).hexdigest(),
        )
        try:
            request, way, signed = self._ready(asked, before)
        except ArtistGuardError as error:
            self._ledger.record(replace(entry, url=_without_password(asked.url), refused=error.message))
            raise
        entry = replace(entry, at=self._clock(), bytes_out=wire.size(request, way))
        self._ledger.record(entry)
        with wire.Line(way, asked.limits, asked.cancel) as line:
            try:
                raw = wire.exchange(request, line, asked.limits, authorities=self._authorities)
            except ArtistGuardError as error:
                left = entry.bytes_out if line.connected and line.trusted else 0
                self._ledger.record(
                    replace(
                        entry,
                        bytes_out=left,
                        status=line.status,
                        bytes_in=line.bytes_in,
                        refused="" if left else error.message,
                    )
                )
                raise
            finally:
                if self._limiter is not None and asked.paced and line.status is not None:
                    self._limiter.note(way.name, request.path_url, line.status, line.headers, signed=signed)
        self._ledger.record(replace(entry, status=raw.status, bytes_in=line.bytes_in))
        return Answer(raw.status, raw.headers, raw.body, request.url or asked.url, self._clock()), way

    def _ready(self, asked: _Asked, before: Route | None) -> tuple[PreparedRequest, Route, bool]:
        """The request as it may leave now, its way, and whether it carries a token."""
        if asked.method not in _METHODS:
            raise Refused(f"{asked.method[:20]!r} is nothing that is asked.")
        if len(asked.body) > LARGEST_BODY:
            raise Refused("The request is too large to be sent.")
        request = wire.prepare(asked.method, asked.url, asked.headers, asked.body)
        url = request.url or ""
        meant = place(url)
        self._permit(asked, meant)
        may_be_plain = asked.purpose in _SIGNED or meant.authority in self._plain
        plain = may_be_plain and (before is None or before.scheme == "http")
        # A stranger's redirect leads to strangers only, never to what stands in the studio's own network.
        own = self._allowed if before is None or before.authority in self._allowed else ()
        way = route(url, plain=plain, allowed=own, resolver=self._resolver)
        if before is not None and way.authority != before.authority:  # what was meant for one host stays there
            kept = {name: value for name, value in asked.headers.items() if name.lower() in _KEPT_ACROSS_HOSTS}
            request = wire.prepare(asked.method, url, kept, asked.body)
        straight = asked.straight and (before is None or way.authority == before.authority)
        tells = asked.purpose in ASKED_FIRST and asked.purpose is not Purpose.POSTED_COPY
        token = self._token(way) if straight and tells else None
        if token is not None:
            request.headers[asked.token_header.name] = f"{asked.token_header.before}{token}"
        if self._limiter is not None and asked.paced:
            signed = token is not None
            if self._limiter.enter(way.name, request.path_url, signed=signed, cancel=asked.cancel):
                self._permit(asked, way)  # it waited, and somebody may have thought better of it
        return request, way, token is not None

    def _token(self, way: Route) -> str | None:
        private = way.scheme == "https" or all(ipaddress.ip_address(text).is_loopback for text in way.addresses)
        token = self._tokens.token(way.name) if private and self._tokens is not None else None
        if token is not None and not _BEARER.match(token):
            raise Refused(f"What is kept as the token of {way.host} is no token.", "Set it again.")
        return token

    def _permit(self, asked: _Asked, way: Route) -> None:
        if not self._switch():
            raise NetworkOff(
                "The network is switched off, so nothing was sent.", "Switch it on in the settings if you want this."
            )
        self._seals.check(asked.subjects)
        if asked.purpose in ASKED_FIRST:
            self._consents.check(way.name, asked.purpose)


def _onward(asked: _Asked, answer: Answer, way: Route, *, straight: bool) -> _Asked:
    """The request that a redirect asks for (RFC 9110, section 15.4). Raises Refused where it would lose its body."""
    method, body, headers = asked.method, asked.body, asked.headers
    if answer.status not in (307, 308):
        if method == "POST" and answer.status != 303:
            raise Refused(f"{way.host} sends the request elsewhere in a way that would lose it.")
        if method != "HEAD":
            method, body = "GET", b""
            headers = {name: value for name, value in headers.items() if name.lower() != "content-type"}
    try:
        url = urljoin(asked.url, answer.headers["location"])
    except ValueError as error:
        raise Refused(f"{way.host} sends the request on to what is no address.") from error
    return replace(
        asked,
        method=method,
        url=url,
        body=body,
        headers=headers,
        straight=asked.straight and straight,
    )


def _without_password(url: str) -> str:
    """A refused URL as the ledger keeps it: a password in it is nobody's business."""
    with suppress(ValueError):
        scheme, slashes, rest = url.partition("//")
        authority, slash, path = rest.partition("/")
        if "@" in authority:
            return f"{scheme}{slashes}…@{authority.rpartition('@')[2]}{slash}{path}"[:2048]
    return url[:2048]
