"""Who a server takes a sender for."""

from __future__ import annotations

import base64
import ipaddress

import pytest

from wenlint.gateway.senders import Token, TrustedProxy, holder_of, http_sender, icap_sender

TOKENS = (Token("oa-oa-oa-oa-oa-oa-oa", "oa"), Token("page-page-page-page"))
PROXY = TrustedProxy("x-remote-user", (ipaddress.ip_network("10.0.0.5"),))


def basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


@pytest.mark.parametrize(
    ("shown", "holder"),
    [
        ("Bearer oa-oa-oa-oa-oa-oa-oa", "oa"),
        ("bearer  page-page-page-page", ""),
        (basic("page", "oa-oa-oa-oa-oa-oa-oa"), "oa"),  # the token tells, not the name in the form
        (basic("oa", "page-page-page-page"), ""),
        (basic("oa", "wrong"), None),
        ("Bearer oa", None),
        ("Bearer ", None),
        ("", None),
        ("Basic !!", None),
        ("oa-oa-oa-oa-oa-oa-oa", None),
    ],
)
def test_a_token_tells_whose_it_is(shown: str, holder: str | None) -> None:
    assert holder_of(shown, TOKENS) == holder


def test_only_a_trusted_proxy_tells_of_its_user() -> None:
    def told(*values: str) -> dict[str, list[str]]:
        return {"x-remote-user": list(values)}

    def sender(peer: str, headers: dict[str, list[str]], proxy: TrustedProxy | None = PROXY) -> str:
        return http_sender("oa", proxy, peer, lambda name: headers.get(name, []))

    assert sender("10.0.0.5", told("zhang")) == "http:zhang"
    assert sender("::ffff:10.0.0.5", told("zhang")) == "http:zhang"
    assert sender("10.0.0.5", told("张三".encode().decode("latin-1"))) == "http:张三"
    assert sender("10.0.0.6", told("zhang")) == "http:oa"
    assert sender("", told("zhang")) == "http:oa"
    assert sender("10.0.0.5", told("zhang"), None) == "http:oa"
    # Of a request that the proxy did not sign, or that its caller signed too, the sender is not known.
    assert sender("10.0.0.5", told()) == "http:"
    assert sender("10.0.0.5", told("boss", "zhang")) == "http:"


@pytest.mark.parametrize(
    ("headers", "sender"),
    [
        ({}, "icap:"),
        ({"x-client-ip": "10.1.2.3"}, "icap:10.1.2.3"),
        ({"x-client-ip": "boss"}, "icap:"),
        ({"x-client-username": "zhang", "x-client-ip": "10.1.2.3"}, "icap:zhang"),
        ({"x-client-ip": "::ffff:10.1.2.3"}, "icap:10.1.2.3"),
        ({"x-client-ip": "2001:DB8:0::1"}, "icap:2001:db8::1"),
        ({"x-client-username": "10.1.0.0/16"}, "icap:"),  # nor is he a network
        ({"x-client-username": "10.1.2.3"}, "icap:"),  # a user who calls himself an address is not that machine
        ({"x-authenticated-user": base64.b64encode(b"WinNT://DOMAIN/li").decode()}, "icap:li"),
        ({"x-authenticated-user": base64.b64encode("Local://李四".encode()).decode()}, "icap:李四"),
        ({"x-authenticated-user": "no base64!", "x-client-ip": "10.1.2.3"}, "icap:10.1.2.3"),
    ],
)
def test_a_proxy_tells_who_its_client_is(headers: dict[str, str], sender: str) -> None:
    assert icap_sender(headers) == sender
