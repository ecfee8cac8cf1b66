"""Where the service may call out to: a webhook's address is checked when it is given and again at every call.

The name is resolved once a call, every address that it has must be allowed, and the connection goes to an address that
was checked, not to the name: a name that answers differently the second time (DNS rebinding) leads nowhere. See OWASP,
"Server-Side Request Forgery Prevention Cheat Sheet".
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

_EMBEDDING: Final = tuple(
    ipaddress.ip_network(network) for network in ("::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16")
)
"""IPv6 addresses that carry an IPv4 address, which a gateway may take out again: NAT64, Teredo, 6to4."""

_LONGEST_NAME: Final = 253

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class AddressRefused(Exception):
    """The service does not call there; `code` says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class Callout:
    """What may be called beside public addresses over TLS."""

    networks: tuple[Network, ...] = ()
    """Private networks that an operator allows, such as the office's own."""
    plain_http: bool = False

    @staticmethod
    def of(networks: str, *, plain_http: bool) -> Callout:
        """Read `networks` (`10.1.0.0/16, 192.168.7.0/24`); raises ValueError where one is none."""
        names = [name.strip() for name in networks.split(",") if name.strip()]
        return Callout(tuple(ipaddress.ip_network(name) for name in names), plain_http)


@dataclass(frozen=True)
class Target:
    """A checked place to call: `host` names it in the request and in the certificate, `address` is connected to."""

    scheme: str
    host: str
    port: int
    path: str
    address: str


def parse(url: str, allowed: Callout) -> tuple[str, str, int, str]:
    """Return scheme, host, port and path of an address that may be called, without asking who it is.

    Raises:
        AddressRefused: another scheme, a name and password in it, no host, a port out of range, a fragment.
    """
    if not url.isascii() or not url.isprintable() or any(sign in url for sign in " \\"):
        raise AddressRefused("address_form")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise AddressRefused("address_form") from None
    if parts.scheme != "https" and not (parts.scheme == "http" and allowed.plain_http):
        raise AddressRefused("address_scheme")
    if parts.username is not None or parts.password is not None or parts.fragment or not parts.hostname:
        raise AddressRefused("address_form")
    if len(parts.hostname) > _LONGEST_NAME or port == 0:
        raise AddressRefused("address_form")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme, parts.hostname, port or (443 if parts.scheme == "https" else 80), path


def check(url: str, allowed: Callout) -> Target:
    """Resolve an address and return the place to connect to.

    Raises:
        AddressRefused: it may not be called, or has no address, or one of them is not allowed.
    """
    scheme, host, port, path = parse(url, allowed)
    addresses = _resolve(host, port)
    if not all(is_allowed(ipaddress.ip_address(address), allowed.networks) for address in addresses):
        raise AddressRefused("address_private")
    return Target(scheme, host, port, path, addresses[0])


def is_allowed(address: Address, networks: Sequence[Network] = ()) -> bool:
    """Tell whether the service may connect to an address: a public one, or one that the operator allows."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_allowed(address.ipv4_mapped, networks)
        if address.scope_id is not None:
            return False
    if any(address in network for network in networks if network.version == address.version):
        return True
    if any(address in network for network in _EMBEDDING if network.version == address.version):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _resolve(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError):
        raise AddressRefused("address_unknown") from None
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not addresses:
        raise AddressRefused("address_unknown")
    return addresses
