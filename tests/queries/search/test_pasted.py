"""What people paste from a log, and how a concept may write it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concept_pages.queries.search.pasted import place_of, ways_to_write
from concept_pages.queries.search.query import parse


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("192.0.2.80:443", "192.0.2.80"),
        ("192.0.2.80/login", "192.0.2.80"),
        ("192.0.2.0/24", "192.0.2.0/24"),
        ("192.0.2.80.", "192.0.2.80"),
        ("(192.0.2.80),", "192.0.2.80"),
        ("192[.]0[.]2[.]80", "192.0.2.80"),
        ("https://host.example.org/path?query#part", "host.example.org"),
        ("https://user:secret@host.example.org:8443/", "host.example.org"),
        ("hxxps://host[.]example[.]org", "host.example.org"),
        ("https://[2001:db8::1]:8443/", "2001:db8::1"),
        ("[2001:db8::1]:443", "2001:db8::1"),
        ("host.example.org.", "host.example.org"),
        ("mail-1.example.org:25", "mail-1.example.org"),
        ("host.example.org/path", "host.example.org"),
        ("10.20.", "10.20."),
        ("user@example.org", "user@example.org"),
        ("TCP/IP", "TCP/IP"),
        ("00:11:22:aa:bb:cc", "00:11:22:aa:bb:cc"),
        ("C++", "C++"),
        ("https://", "https://"),
    ],
)
def test_place_of_leaves_out_what_is_no_place(typed: str, place: str) -> None:
    assert place_of(typed) == place


@pytest.mark.parametrize(
    "place", ["firewall", "10.20", "10.20.", "999.0.0.1", "host.example.org", "2001:db8::", "::/0"]
)
def test_words_hosts_and_beginnings_are_written_one_way(place: str) -> None:
    assert ways_to_write(place) == []


def test_an_address_is_found_by_the_networks_around_it() -> None:
    ways = ways_to_write("192.0.2.80")

    assert ways[0] == "192.0.2.80"
    assert {"192.0.2.64/26", "192.0.2.0/24", "192.0.0.0/16", "192.0.0.0/8"} <= set(ways)


@pytest.mark.parametrize(
    ("network", "addresses"),
    [
        ("192.0.2.0/24", ["192.0.2"]),
        ("192.0.2.8/30", ["192.0.2.8", "192.0.2.9", "192.0.2.10", "192.0.2.11"]),
        ("192.0.4.0/23", ["192.0.4", "192.0.5"]),
        ("10.0.0.0/8", []),
        ("2001:db8:40::/48", ["2001:db8:40", "2001:0db8:0040"]),
        ("2001:db8::/48", []),
    ],
)
def test_a_network_is_found_by_how_its_addresses_begin(network: str, addresses: list[str]) -> None:
    assert [way for way in ways_to_write(network) if "/" not in way] == addresses


def test_an_ipv6_address_is_found_in_all_its_forms() -> None:
    forms = ["2001:db8:40::11", "2001:0db8:0040:0000:0000:0000:0000:0011", "2001:db8:40:0:0:0:0:11"]

    assert all(ways_to_write(form)[:3] == forms for form in (*forms, forms[0].upper()))


def test_many_networks_stay_cheap_to_look_for() -> None:
    query = parse(" ".join(f"10.{number}.0.128/25" for number in range(12)))

    assert len(query.needles) <= len(query.terms)


@given(st.text(st.sampled_from("0123456789abcdef.:/[]%@?hxtp"), max_size=40))
def test_what_looks_like_a_place_never_fails(typed: str) -> None:
    query = parse(typed)

    assert query.problem or query.needles
