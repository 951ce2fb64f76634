"""A static file on a loopback server, in parts and on condition (RFC 9110, sections 13 and 14), with faults."""

from dataclasses import replace

from sources.served import Asked, Reply

from artistguard.model.egress import Purpose
from artistguard.workflow import consents
from artistguard.workflow.studio import Studio


class Ranged:
    """Counts what it sends of the file. `faults` are the next answers from the `spared`th request on."""

    def __init__(self, data: bytes) -> None:
        self.data, self.sent, self.requests = data, 0, 0
        self.etag, self.modified = '"one"', ""
        self.faults: list[Reply] = []
        self.spared = 0
        self.cuts = 0  # so many of the next parts break off
        self.ends: int | None = None  # every part that reaches this byte breaks off
        self.parts: list[tuple[int, int]] = []
        self.heeds_conditions = True

    @property
    def version(self) -> dict[str, str]:
        """Its ETag, or where it has none, when it was last modified."""
        return {"ETag": self.etag} if self.etag else {"Last-Modified": self.modified} if self.modified else {}

    def __call__(self, asked: Asked) -> Reply:
        self.requests += 1
        if self.faults and self.requests > self.spared:
            return self.faults.pop(0)
        known = asked.headers.get("if-none-match") or asked.headers.get("if-modified-since")
        if self.heeds_conditions and known and known in self.version.values():
            return Reply(304, b"", self.version)
        given = asked.headers.get("if-range")
        if given is not None and given not in self.version.values():
            return self._sent(200, self.data, {})
        first, last = map(int, asked.headers["range"].removeprefix("bytes=").split("-"))
        body = self.data[first : last + 1]
        self.parts.append((first, len(body)))
        if self.ends is not None and first + len(body) > self.ends:
            self.cuts = 1
        return self._sent(206, body, {"Content-Range": f"bytes {first}-{first + len(body) - 1}/{len(self.data)}"})

    def _sent(self, status: int, body: bytes, headers: dict[str, str]) -> Reply:
        self.sent += len(body)
        cut, self.cuts = (len(body) // 2, self.cuts - 1) if self.cuts else (0, 0)
        return Reply(status, body, {**headers, **self.version}, cut=cut)

    def now(self, *faults: Reply) -> None:
        """Answer the next requests like this."""
        self.faults, self.spared = list(faults), self.requests


def agreed(studio: Studio, *endpoints: str) -> None:
    """The network is on, and these servers may be asked for the tables of sets."""
    hosts = [endpoint.removeprefix("http://") for endpoint in endpoints]
    studio.save(replace(studio.settings, network=True, local_hosts=",".join(hosts)))
    for host in hosts:
        consents.agree(studio, host, [Purpose.WATCH], "a test's server")
