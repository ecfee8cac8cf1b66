"""Where the service may call: nothing inside, whatever it is called or spelt as."""

from __future__ import annotations

import ipaddress
import socket

import pytest

from workers.addresses import AddressRefused, Callout, check, is_allowed

NOTHING = Callout()


def resolving(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    def answer(_host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", answer)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "100.127.255.255", "192.0.2.1", "198.18.0.1", "203.0.113.5", "224.0.0.1", "240.0.0.1",
        "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::1",
        "2001:0:7f00:1::", "2001:db8::1", "::ffff:169.254.169.254",
    ],
)  # fmt: skip
def test_nothing_inside_may_be_called(address: str) -> None:
    assert not is_allowed(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "114.114.114.114", "2606:4700:4700::1111", "::ffff:1.1.1.1"])
def test_public_addresses_may_be_called(address: str) -> None:
    assert is_allowed(ipaddress.ip_address(address))


def test_an_operator_allows_networks_and_only_those() -> None:
    networks = Callout.of("10.1.0.0/16, fd00:1::/64", plain_http=False).networks
    assert is_allowed(ipaddress.ip_address("10.1.2.3"), networks)
    assert is_allowed(ipaddress.ip_address("::ffff:10.1.2.3"), networks)
    assert is_allowed(ipaddress.ip_address("fd00:1::9"), networks)
    assert not is_allowed(ipaddress.ip_address("10.2.0.1"), networks)
    with pytest.raises(ValueError):
        Callout.of("10.1.0.0/99", plain_http=False)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://example.com/", "address_scheme"), ("ftp://example.com/", "address_scheme"),
        ("file:///etc/passwd", "address_scheme"), ("gopher://127.0.0.1:6379/_x", "address_scheme"),
        ("//example.com", "address_scheme"), ("https://", "address_form"), ("https://u:p@example.com/", "address_form"),
        ("https://example.com:99999/", "address_form"), ("https://example.com:0/", "address_form"),
        ("https://example.com/#x", "address_form"), ("https://exa mple.com/", "address_form"),
        ("https://example.com\\@127.0.0.1/", "address_form"), ("https://例子.cn/", "address_form"),
        ("https://[::1", "address_form"), ("https://example.com/\r\nX: y", "address_form"),
        ("https://127.0.0.1/", "address_private"), ("https://[::1]/", "address_private"),
        ("https://2130706433/", "address_private"), ("https://0x7f.1/", "address_private"),
        ("https://[::ffff:127.0.0.1]/", "address_private"), ("https://localhost/", "address_private"),
    ],
)  # fmt: skip
def test_addresses_that_are_refused(url: str, code: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        check(url, NOTHING)
    assert refused.value.code == code


def test_one_bad_address_of_a_name_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, "1.1.1.1", "127.0.0.1")
    with pytest.raises(AddressRefused, match="address_private"):
        check("https://example.com/hook", NOTHING)


def test_the_connection_goes_to_what_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, "1.1.1.1")
    target = check("https://example.com:8443/hook?a=1", NOTHING)
    assert (target.host, target.port, target.path, target.address) == ("example.com", 8443, "/hook?a=1", "1.1.1.1")


def test_a_name_without_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch)
    with pytest.raises(AddressRefused, match="address_unknown"):
        check("https://example.com/", NOTHING)
