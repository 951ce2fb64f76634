"""Every way to point the door at something it must not reach."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artistguard.model.errors import Refused, Unreachable
from artistguard.net.guard import Route, route, unfit

PUBLIC = "93.184.215.14"


def to(*addresses: str):
    return lambda host, port: list(addresses)


def test_a_public_address_is_pinned() -> None:
    found = route("https://Example.org./x?y#z", plain=False, resolver=to(PUBLIC, "2606:2800:21f:cb07::1"))
    assert found == Route("https", "example.org", 443, (PUBLIC, "2606:2800:21f:cb07::1"))


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.255.255.254", "10.1.2.3", "172.31.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254"),
        *("0.0.0.0", "0.1.2.3", "224.0.0.1", "255.255.255.255", "240.0.0.1", "198.18.0.1", "192.0.0.170"),
        *("100.100.100.200", "192.0.2.1", "198.51.100.7", "203.0.113.9", "192.88.99.1"),
        *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "fec0::1", "fd00:ec2::254"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe", "::127.0.0.1"),
        *("64:ff9b::7f00:1", "64:ff9b::10.0.0.1", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1", "2001::1"),
        *("2001:db8::1", "3fff::1", "100::1", "4000::1"),
    ],
)
def test_addresses_that_are_not_public_are_refused(address: str) -> None:
    with pytest.raises(Refused, match="leads to"):
        route("https://example.org/", plain=False, resolver=to(address))
    with pytest.raises(Refused):
        route("https://example.org/", plain=False, resolver=to(PUBLIC, address))


@pytest.mark.parametrize("address", ["2002:5db8:d70e::1", "64:ff9b::5db8:d70e", "::ffff:93.184.215.14", "2a00:1450::1"])
def test_translated_public_addresses_are_public(address: str) -> None:
    assert unfit(ipaddress.ip_address(address)) == ""


@pytest.mark.parametrize(
    "host",
    [
        *("2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "127.1", "127.0.1", "1.2.3.4.5", "0", "08.8.8.8"),
        *("127.0.0.1.", "127.0.0.0x1", "a.0x", "[::1]", "[::ffff:7f00:1]", "[fe80::1%25eth0]", "127.0.0.1"),
        *("exa_mple..org", "-a.org", "a" * 64 + ".org", "", "[v1.x]", "[::1"),
    ],
)
def test_other_spellings_of_addresses_are_refused(host: str) -> None:
    def resolver(name: str, port: int) -> list[str]:
        assert name == "127.0.0.1"  # only a literal in its strict form, which the tests below know
        return [name]

    with pytest.raises(Refused):
        route(f"https://{host}/", plain=False, resolver=resolver)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://example.org/", "read it|can be read"),
        ("ftp://example.org/", "Only https"),
        ("file:///etc/passwd", "Only https"),
        ("gopher://example.org:70/", "Only https"),
        ("//example.org/", "Only https"),
        ("https://user@example.org/", "user name"),
        ("https://user:pass@example.org/", "user name"),
        ("https://@example.org/", "user name"),
        ("https://example.org:8443/", "Port 8443"),
        ("https://example.org:80/", "Port 80"),
        ("https://example.org:/", "no port"),
        ("https://example.org:0/", "no port"),
        ("https://example.org:99999/", "no address"),
        ("https://example.org\\@evil.org/", "characters"),
        ("https://example.org/\r\nX: y", "characters"),
        ("https://exämple.org/", "characters"),
        ("https://example.org/" + "x" * 3000, "too long"),
    ],
)
def test_urls_that_are_refused(url: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        route(url, plain=False, resolver=to(PUBLIC))


def test_the_users_own_words_permit_a_private_host_and_port_and_nothing_else() -> None:
    allowed = {"tsa.studio.lan:3161", "[::1]:8080", "meta.lan:80"}
    for url, address in [("http://tsa.studio.lan:3161/t", "10.0.0.5"), ("http://[::1]:8080/", "::1")]:
        assert route(url, plain=True, allowed=allowed, resolver=to(address)).addresses == (address,)
    for url, address in [
        ("http://tsa.studio.lan:3162/t", "10.0.0.5"),
        ("http://tsa.studio.lan/t", "10.0.0.5"),
        ("http://meta.lan/", "169.254.169.254"),
        ("http://meta.lan/", "fd00:ec2::254"),
    ]:
        with pytest.raises(Refused):
            route(url, plain=True, allowed=allowed, resolver=to(address))
    with pytest.raises(Refused, match="http://"):
        route("http://tsa.studio.lan:3161/t", plain=False, allowed=allowed, resolver=to("10.0.0.5"))


def test_a_name_without_address_is_unreachable() -> None:
    def nowhere(host: str, port: int) -> list[str]:
        raise OSError

    for resolver in (nowhere, to()):
        with pytest.raises(Unreachable, match=r"example\.org"):
            route("https://example.org/", plain=False, resolver=resolver)


def test_nonsense_from_a_resolver_is_refused() -> None:
    with pytest.raises(Refused):
        route("https://example.org/", plain=False, resolver=to("not an address"))


@given(st.ip_addresses())
def test_whatever_the_standard_library_calls_private_is_refused(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    if address.is_private or address.is_loopback or address.is_multicast or address.is_link_local:
        assert unfit(address)


@given(st.ip_addresses(v=4))
def test_an_address_inside_another_is_judged_alike(address: ipaddress.IPv4Address) -> None:
    for prefix in ("::ffff:0:0", "64:ff9b::"):
        outer = ipaddress.IPv6Address(int(ipaddress.IPv6Address(prefix)) + int(address))
        assert bool(unfit(outer)) == bool(unfit(address))
        assert bool(unfit(outer, own=True)) == bool(unfit(address, own=True))
