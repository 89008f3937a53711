"""What people paste from a log, as a concept may write it: hosts, addresses and networks.

Scheme, port and path are left out: a concept names the machine. An address is found as well by the
networks around it that a concept names, and a network by the addresses in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import (
    AddressValueError,
    IPv4Address,
    IPv4Interface,
    IPv4Network,
    IPv6Address,
    IPv6Interface,
    IPv6Network,
    NetmaskValueError,
    ip_interface,
)

_DEFANGED = (("[.]", "."), ("(.)", "."), ("[:]", ":"))
"""How incident teams write addresses that nobody shall click on; `hxxp` is a scheme like others."""

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://(?:[^/?#@]*@)?", re.IGNORECASE)
_HOST = re.compile(r"((?:[\w-]+\.)+[^\W\d][\w-]*)\.?(?::\d*)?(?:[/?#].*)?")
_IPV4 = re.compile(r"(\d+(?:\.\d+){3}(?:/\d{1,2})?)\.?(?::\d*)?(?:[/?#].*)?")
_IPV6 = re.compile(r"\[([0-9a-f:.]+)(?:%\w+)?\](?::\d*)?(?:[/?#].*)?", re.IGNORECASE)
_ZONE = re.compile(r"%\w+$")
_AROUND = "()<>,;'"

_WIDEST_NETWORK = 8
_BITS_OF_A_WORD = {4: 8, 6: 16}
_USUAL_IPV6_NETWORKS = range(32, 65, 4)


def place_of(typed: str) -> str:
    """Return the host, address or network in what was pasted, or what was typed as it stands."""
    text = typed.strip(_AROUND)
    for written, meant in _DEFANGED:
        text = text.replace(written, meant)
    if scheme := _SCHEME.match(text):
        host = re.split(r"[/?#]", text[scheme.end() :], maxsplit=1)[0]
        text = host or text
    for shape in (_IPV4, _IPV6, _HOST):
        if found := shape.fullmatch(text):
            return found[1]
    return text


def ways_to_write(place: str) -> list[str]:
    """Return how a concept may write an address or network, and what is around or in it.

    Empty for everything else: words, hosts, and the beginning of an address.
    """
    if place.endswith(":"):
        return []  # `2001:db8::` is how people begin
    try:
        interface = ip_interface(_ZONE.sub("", place))
    except (AddressValueError, NetmaskValueError, ValueError):
        return []
    network = interface.network
    if network.prefixlen == 0:
        return []
    if network.prefixlen < network.max_prefixlen and interface.ip == network[0]:
        return [*_networks_around(network), *_addresses_in(network)]
    return [*_spelt(interface.ip), *_networks_around(interface)]


def _spelt(address: IPv4Address | IPv6Address) -> Iterator[str]:
    """Yield the forms of an address; IPv6 has several that all are usual."""
    yield address.compressed
    if isinstance(address, IPv6Address):
        yield address.exploded
        yield ":".join(_short_words(address))


def _networks_around(
    within: IPv4Interface | IPv6Interface | IPv4Network | IPv6Network,
) -> Iterator[str]:
    """Yield the networks in which an address or network lies, the narrowest first."""
    network = within.network if isinstance(within, IPv4Interface | IPv6Interface) else within
    for length in range(network.prefixlen, _WIDEST_NETWORK - 1, -1):
        around = network.supernet(new_prefix=length)
        if isinstance(around, IPv6Network):
            if length == network.prefixlen < 128 or length in _USUAL_IPV6_NETWORKS:
                yield from (f"{form}/{length}" for form in _spelt(around.network_address))
        elif length < around.max_prefixlen:
            yield f"{around.network_address}/{length}"


def _addresses_in(network: IPv4Network | IPv6Network) -> Iterator[str]:
    """Yield how the addresses in a network begin, if that is said in whole words.

    A network that ends within a word is cut into those that end with it. Very wide networks begin
    with next to nothing, and zeros of IPv6 are often left out: such are found as written only.
    """
    bits = _BITS_OF_A_WORD[network.version]
    words = -(-network.prefixlen // bits)
    if isinstance(network, IPv4Network):
        if network.prefixlen > _WIDEST_NETWORK:
            for small in network.subnets(new_prefix=words * bits):
                yield ".".join(str(small.network_address).split(".")[:words])
    elif network.prefixlen % bits == 0 and "0" not in _short_words(network[0])[:words]:
        yield ":".join(_short_words(network[0])[:words])
        yield ":".join(network[0].exploded.split(":")[:words])


def _short_words(address: IPv6Address) -> list[str]:
    """Return all eight words of an address without leading zeros."""
    return [f"{int(word, 16):x}" for word in address.exploded.split(":")]
