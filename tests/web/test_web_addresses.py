"""Where the page listens, and from where it may be asked."""

from __future__ import annotations

import socket

import pytest

from tests.caregiver import WORDS
from voicecoach.errors import RunError
from voicecoach.web import addresses
from voicecoach.web.access_control import _at_home
from voicecoach.web.addresses import home_addresses, open_sockets

SERVE = WORDS.serve


def test_it_listens_on_the_loopback_alone() -> None:
    reach = open_sockets(0, lan=False, words=SERVE)
    try:
        assert [each.getsockname()[0] for each in reach.sockets] == ["127.0.0.1"]
        assert reach.hosts == {f"127.0.0.1:{reach.port}", f"localhost:{reach.port}"}
        assert reach.there == ()
    finally:
        reach.close()


def test_in_the_house_it_listens_on_addresses_of_the_house_and_never_on_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "home_addresses", lambda: ("127.0.0.2",))
    reach = open_sockets(0, lan=True, words=SERVE)
    try:
        assert [each.getsockname() for each in reach.sockets] == [
            ("127.0.0.1", reach.port),
            ("127.0.0.2", reach.port),
        ]
        assert f"127.0.0.2:{reach.port}" in reach.hosts
        assert reach.there == (f"http://127.0.0.2:{reach.port}/enter",)
    finally:
        reach.close()


def test_without_a_home_network_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "home_addresses", lambda: ())
    with pytest.raises(RunError, match="no address in a home network"):
        open_sockets(0, lan=True, words=SERVE)


def test_a_port_in_use_is_said_in_one_line() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(RunError, match=f"^Port {port} is in use: [^\n]*$"):
            open_sockets(port, lan=False, words=SERVE)


def test_no_address_of_the_world_is_oneis_home_address() -> None:
    assert all(addresses.is_home_address(address) for address in home_addresses())
    assert addresses.is_home_address("192.168.1.20")
    for address in ("8.8.8.8", "127.0.0.1", "169.254.1.1", "0.0.0.0", "203.0.114.1"):
        assert not addresses.is_home_address(address)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "192.168.1.20", "10.1.2.3", "172.16.0.9", "::1", "fe80::1%eth0", "fd00::1", "::ffff:192.168.0.1"],
)
def test_the_house_may_ask(address: str) -> None:
    assert _at_home(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "", "0.0.0.0", "nonsense", "::ffff:8.8.8.8"])
def test_the_world_may_not(address: str) -> None:
    assert not _at_home(address)
