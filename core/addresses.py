"""From where a request comes, as far as that can be believed."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest

#: A household or hotel gets so much of an IPv6 address; who counts single addresses counts nothing.
IPV6_PREFIX = 64


def client_address(request: HttpRequest) -> str:
    """The address of the browser; empty when it is none.

    Every proxy adds the address it was asked from at the end of X-Forwarded-For. Only what our own proxies
    (settings.TRUSTED_PROXIES) wrote counts: the last entry for one proxy, the last but one for two. What stands
    before, the sender can invent. Without a proxy the header is not read at all.
    """
    behind = settings.TRUSTED_PROXIES
    header = request.META.get("HTTP_X_FORWARDED_FOR", "") if behind else ""
    told = header.split(",")[-behind:]
    if header and len(told) == behind:
        return _plain(told[0])
    return _plain(request.META.get("REMOTE_ADDR", ""))


def client_network(request: HttpRequest) -> str:
    """What is counted for one place on the net: the IPv4 address, the first 64 bits of an IPv6 address."""
    address = client_address(request)
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if isinstance(known, IPv6Address):
        if known.ipv4_mapped:
            return str(known.ipv4_mapped)
        return f"{IPv6Address(int(known) >> (128 - IPV6_PREFIX) << (128 - IPV6_PREFIX))}/{IPV6_PREFIX}"
    return str(known)


def _plain(address: str) -> str:
    """Without blanks, brackets and port; empty when it is no address."""
    text = address.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        return str(ip_address(text))
    except ValueError:
        return ""
