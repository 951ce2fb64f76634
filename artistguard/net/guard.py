"""Where a request may go: scheme, host, port and address, all checked before a connection, and the address kept.

The address that was checked is the address that is connected to: a name that answers differently a moment later
(DNS rebinding) changes nothing. Sources: RFC 6890 and IANA's special-purpose registries for addresses, RFC 6052 and
8215 (NAT64), RFC 3056 (6to4), RFC 4380 (Teredo); the WHATWG URL standard's "ends in a number" for odd IPv4 forms.
"""

import ipaddress
import re
import socket
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from artistguard.model.errors import Refused, Unreachable, UsageError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], Sequence[str]]

LONGEST_URL = 2048  # characters
MOST_ADDRESSES = 16
_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"(?=.{1,253}\Z)(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\Z")
_NUMBER = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)\Z")
_V4_IN_V6 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("::ffff:0:0/96"))
_SIX_TO_FOUR = ipaddress.ip_network("2002::/16")
# Never, whatever the allow-list says: cloud metadata services, this very network, multicast, tunnels, reserved.
_NEVER = tuple(
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8",
        "169.254.0.0/16",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "224.0.0.0/3",
        "100.100.100.200/32",
        "2001::/23",
        "fd00:ec2::254/128",
    )
)
_DOCUMENTATION = tuple(
    ipaddress.ip_network(text)
    for text in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20", "5f00::/16")
)
# Only where the allow-list names host and port: a studio's own authority.
_PRIVATE = tuple(
    ipaddress.ip_network(text)
    for text in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "::1/128", "fc00::/7")
)
_PUBLIC_V6 = ipaddress.ip_network("2000::/3")


@dataclass(frozen=True, slots=True)
class Route:
    """A checked way: the URL's parts, and the addresses to connect to, in order."""

    scheme: str
    host: str  # lower case; a name, an IPv4 or IPv6 address without brackets
    port: int
    addresses: tuple[str, ...]

    @property
    def authority(self) -> str:
        """host:port as allow-lists name it."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def name(self) -> str:
        """The host as consents name it: its port only where it is not the usual one."""
        if self.port == _PORTS[self.scheme]:
            return f"[{self.host}]" if ":" in self.host else self.host
        return self.authority


def system_resolver(host: str, port: int) -> Sequence[str]:
    """The addresses the system finds for a name. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(info[4][0]) for info in found))


def route(url: str, *, plain: bool, allowed: Collection[str] = (), resolver: Resolver = system_resolver) -> Route:
    """Check a URL and find its addresses. Raises Refused, or Unreachable for a name without one.

    `plain` permits http (answers that are signed in themselves). `allowed` holds "host:port": there, the user's own
    words permit another port and a private address. Every address of a name has to be fit, or none is used.
    """
    checked = place(url)
    scheme, host, port = checked.scheme, checked.host, checked.port
    if scheme == "http" and not plain:
        raise Refused("An address that begins with http:// can be read and changed on the way.", "Use https://.")
    own = checked.authority in allowed
    if port != _PORTS[scheme] and not own:
        raise Refused(f"Port {port} is not where {scheme} is served.", "Name the host and its port in the settings.")
    literal = _literal(host)
    texts = [host] if literal else _resolved(host, port, resolver)
    for text in texts:
        try:
            address = ipaddress.ip_address(text)
        except ValueError as error:
            raise Refused(f"The address of {host} is none that is known.") from error
        why = unfit(address, own=own)
        if why:
            raise Refused(f"{host} leads to {why}.", "Only addresses on the public network are asked.")
    return Route(scheme, host, port, tuple(texts))


def place(url: str) -> Route:
    """What a URL names, before anybody is asked where that is: a way without addresses. Raises Refused."""
    return Route(*_parts(url), ())


def named(text: str) -> str:
    """A host as consents and allow-lists name it: "name", "name:port" (an odd one), "*.name" for all names below it.

    An https URL stands for its host. Raises UsageError for what is no host, and for "*." before a single label.
    """
    wanted = text.strip().lower()
    below = wanted.startswith("*.")
    url = wanted if "://" in wanted else f"https://{wanted.removeprefix('*.')}/"
    try:
        meant = place(url)
    except Refused as error:
        raise UsageError(f"{text[:80]!r} is no host.", "Write a name, as in huggingface.co or *.hf.co.") from error
    if below and ("." not in meant.host or _literal(meant.host)):
        raise UsageError(f"{text[:80]!r} would be nearly everybody.", "Name at least a domain, as in *.hf.co.")
    return f"*.{meant.name}" if below else meant.name


def unfit(address: Address, *, own: bool = False) -> str:
    """Why an address must not be connected to; empty: it may. `own` permits loopback and private networks."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None:
            return "a part of this very network"
        inner = _inner(address)
        if inner is not None:
            return unfit(inner, own=own)
    if _within(address, _NEVER):
        return "an address that is kept for special use"
    if _within(address, _DOCUMENTATION):
        return "an address that is kept for examples"
    if _within(address, _PRIVATE):
        return "" if own else "this computer or a private network"
    if isinstance(address, ipaddress.IPv6Address) and address not in _PUBLIC_V6:
        return "an address that nobody was given"
    return ""


def _within(address: Address, networks: Sequence[ipaddress.IPv4Network | ipaddress.IPv6Network]) -> bool:
    return any(address in network for network in networks)


def _inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for, if it does."""
    if any(address in network for network in _V4_IN_V6):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address in _SIX_TO_FOUR:
        return ipaddress.IPv4Address(int(address) >> 80 & 0xFFFFFFFF)
    return None


def _parts(url: str) -> tuple[str, str, int]:
    if len(url) > LONGEST_URL:
        raise Refused("The address is too long.")
    if any(not 0x21 <= ord(c) <= 0x7E or c in '\\"<>^`{|}' for c in url):
        raise Refused("The address holds characters that no address has.", "Write it in its xn-- and %-form.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Refused("That is no address.") from error
    scheme, host = parts.scheme.lower(), (parts.hostname or "").lower().removesuffix(".")
    if scheme not in _PORTS:
        raise Refused(f"Only https:// addresses are asked, not {scheme or 'nothing'}://.")
    if "@" in parts.netloc:
        raise Refused("The address holds a user name or a password.", "Leave out what stands before the @.")
    if ("[" in parts.netloc) != (":" in host):
        raise Refused("Only an IPv6 address stands in brackets.")
    if not _literal(host) and (not _HOST.match(host) or _NUMBER.match(host.rsplit(".", 1)[-1])):
        raise Refused(f"{host[:80]!r} is no host name.", "Write the host's name, or its address as four numbers.")
    if parts.netloc.endswith(":") or port == 0:
        raise Refused("The address names no port after its colon.")
    return scheme, host, port or _PORTS[scheme]


def _literal(host: str) -> bool:
    """Whether a host is an address in its one strict form: 127.1, 0x7f.1 and 2130706433 are none."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _resolved(host: str, port: int, resolver: Resolver) -> Sequence[str]:
    try:
        found = list(resolver(host, port))[:MOST_ADDRESSES]
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"No address is known for {host}.", "Check the name and the connection.") from error
    if not found:
        raise Unreachable(f"No address is known for {host}.", "Check the name and the connection.")
    return found
