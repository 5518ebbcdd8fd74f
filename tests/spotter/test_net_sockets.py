"""Where a name leads: one lookup, every answer judged, one connection to that very peer, a certificate that fits."""

import datetime
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from spotter.lib import net
from spotter.lib.net import wire
from tests.spotter.sites import Recorder, http, moved, site

NAME = "toko.example.com"
PUBLIC, OTHER = "93.184.216.34", "8.8.8.8"
POLICY = net.Policy.page(deadline=5.0)


def outcome(recorder: Recorder, address: str = f"http://{NAME}/", tls: ssl.SSLContext | None = None) -> str:
    with pytest.raises(net.Closed) as caught:
        net.fetch(address, policy=POLICY, world=recorder.world(tls))
    return caught.value.code


def test_one_lookup_and_one_connection_to_what_it_answered() -> None:
    with site(http(b"ok")) as here:
        recorder = Recorder({NAME: [[PUBLIC, OTHER]]}, here.port)
        got = net.fetch(f"http://{NAME}/", policy=POLICY, world=recorder.world())
    assert (got.body, got.peer) == (b"ok", (PUBLIC, 80))
    assert (recorder.lookups, recorder.connects) == ([NAME], [(PUBLIC, 80)])


@pytest.mark.parametrize(
    "answers",
    [
        ["127.0.0.1"],
        ["10.0.0.1"],
        ["169.254.169.254"],
        ["::1"],
        ["::ffff:8.8.8.8"],
        ["64:ff9b::7f00:1"],
        ["fe80::1%eth0"],
        [PUBLIC, "127.0.0.1"],
        ["192.168.1.1", PUBLIC],
        ["2606:4700::1111", "fd00::1"],
        [PUBLIC] * 20 + ["10.0.0.1"],
        ["nonsense"],
    ],
)
def test_one_answer_that_is_not_public_shuts_the_door(answers: list[str]) -> None:
    recorder = Recorder({NAME: [answers]})
    assert outcome(recorder) == "not-public"
    assert recorder.connects == []


def test_a_name_without_answers_is_not_found() -> None:
    assert outcome(Recorder({NAME: [[]]})) == "dns"


def test_a_name_that_changes_between_two_visits_is_judged_at_each() -> None:
    with site(moved("/again"), http(b"secret")) as here:
        recorder = Recorder({NAME: [[PUBLIC], ["127.0.0.1"]]}, here.port)
        assert outcome(recorder) == "not-public"
    assert recorder.connects == [(PUBLIC, 80)]


def test_a_redirect_to_a_name_that_leads_inside_is_not_followed() -> None:
    with site(moved("http://inside.example.com/")) as here:
        recorder = Recorder({NAME: [[PUBLIC]], "inside.example.com": [["10.0.0.1"]]}, here.port)
        assert outcome(recorder) == "not-public"
    assert recorder.connects == [(PUBLIC, 80)]


def test_a_connection_that_reached_somebody_else_is_dropped_unused() -> None:
    with site(http(b"secret")) as here:
        assert outcome(Recorder({NAME: [[PUBLIC]]}, here.port, peer="127.0.0.1")) == "not-public"
    assert b"".join(here.requests) == b""


def test_the_next_answer_is_tried_when_one_does_not_connect() -> None:
    recorder = Recorder({NAME: [[PUBLIC, OTHER, PUBLIC, "1.1.1.1", "1.0.0.1", "9.9.9.9"]]}, port=1)
    assert outcome(recorder) == "connect"
    assert [ip for ip, _port in recorder.connects] == [PUBLIC, OTHER, "1.1.1.1", "1.0.0.1"]


def test_a_webhook_is_judged_at_the_socket_too() -> None:
    recorder = Recorder({NAME: [["10.0.0.1"]]})
    with pytest.raises(net.Refused, match="not-public"):
        net.post(f"https://{NAME}/", body=b"{}", headers={}, policy=net.Policy.webhook(), world=recorder.world())
    assert recorder.connects == []


def test_a_resolver_that_never_answers_has_its_own_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "_ask", lambda *asked: None)
    with pytest.raises(net.Unreachable, match="dns: no answer in time"):
        wire.lookup(NAME, 80, 0.05)


def test_a_name_that_nobody_has_is_not_found() -> None:
    with pytest.raises(net.Unreachable, match="dns"):
        wire.lookup("a.invalid", 80, 5.0)


# Certificates


def certificate(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """The server's side with a certificate for that name, and a client's side that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    signed = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = signed.public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "site.pem").write_bytes(pem + secret)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "site.pem")
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.load_verify_locations(cadata=pem.decode())
    return server, client


def test_a_certificate_for_the_name_lets_us_in(tmp_path: Path) -> None:
    server, client = certificate(tmp_path, NAME)
    names: list[str | None] = []
    server.sni_callback = lambda _sock, name, _context: names.append(name)
    with site(http(b"ok"), tls=server) as here:
        recorder = Recorder({NAME: [[PUBLIC]]}, here.port)
        got = net.fetch(f"https://{NAME}/", policy=POLICY, world=recorder.world(client))
    assert (got.body, names, recorder.connects) == (b"ok", [NAME], [(PUBLIC, 443)])
    assert f"Host: {NAME}\r\n".encode() in here.requests[0]


def test_a_certificate_for_another_name_does_not(tmp_path: Path) -> None:
    server, client = certificate(tmp_path, "other.example.com")
    with site(http(b"ok"), tls=server) as here:
        assert outcome(Recorder({NAME: [[PUBLIC]]}, here.port), f"https://{NAME}/", client) == "tls"
    assert here.requests == []


def test_a_certificate_that_nobody_signed_does_not(tmp_path: Path) -> None:
    server, _client = certificate(tmp_path, NAME)
    with site(http(b"ok"), tls=server) as here:
        recorder = Recorder({NAME: [[PUBLIC]]}, here.port)
        assert outcome(recorder, f"https://{NAME}/", net.trusted_roots()) == "tls"
    assert here.requests == []


def test_a_plain_site_on_the_secure_port_does_not() -> None:
    with site(http(b"ok")) as here:
        recorder = Recorder({NAME: [[PUBLIC]]}, here.port)
        with pytest.raises(net.Unreachable):
            net.fetch(f"https://{NAME}/", policy=net.Policy.page(deadline=0.5), world=recorder.world())


def test_the_roots_check_names_and_are_read_once() -> None:
    roots = net.trusted_roots()
    assert (roots.verify_mode, roots.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert net.trusted_roots() is roots
