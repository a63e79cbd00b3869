"""Where messages go, in which form, and where they never go."""

import base64
import datetime as dt
import ipaddress
import json
import socket
import ssl
import threading
from datetime import time

import http_ece
import pytest
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from py_vapid import Vapid02

from ftracker.db import Role
from ftracker.domain.errors import Conflict, InvalidInput, NotFound, Stale
from ftracker.schemas.channels import ChannelEdit, ChannelIn
from ftracker.services import borders, calling, channels, mailing, pushing
from ftracker.services.posts import NOTHING, Line, Message, Post, Undelivered
from tests import factories
from tests.mail_server import mail_server
from tests.web_server import web_server

SECRET = "a secret that only the tests know, long enough"
ONE = Message("k", "Home", (Line("Rent is due", "900 is due on 3 May.", "/schedules/1"),))
TWO = Message("k", "Home", (*ONE.lines, Line("A is low", "It holds 3.", "/accounts/2/statement")))
PRIVATE = Post("https://m.example.org", "", "f@example.org", SECRET, is_private=True)
PUBLIC = Post("https://m.example.org", "", "f@example.org", SECRET)


def text(content):
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


@pytest.fixture
def keys():
    """Give the keys that a browser keeps to itself."""
    return ec.generate_private_key(ec.SECP256R1()), b"0123456789abcdef"


def subscribed(keys, endpoint):
    key, auth = keys
    point = key.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return json.dumps({"endpoint": endpoint, "keys": {"p256dh": text(point), "auth": text(auth)}})


def refused(send, *given):
    with pytest.raises(Undelivered) as bad:
        send(*given)
    return bad.value


def test_a_push_is_sealed_for_the_browser_and_signed_by_us(keys):
    with web_server() as server:
        address = subscribed(keys, f"http://127.0.0.1:{server.port}/push/abc")
        pushing.send(PRIVATE, address, ONE)
        pushing.send(PRIVATE, address, TWO)
    sent, both = server.sent
    assert sent.path == "/push/abc"
    assert sent.headers["content-encoding"] == "aes128gcm"
    assert sent.headers["topic"] == ONE.digest == both.headers["topic"]
    assert len(sent.headers["topic"]) == 32
    assert b"Rent" not in sent.body
    key, auth = keys
    opened = http_ece.decrypt(sent.body, private_key=key, auth_secret=auth, version="aes128gcm")
    assert json.loads(opened) == {
        "title": "Rent is due", "body": "900 is due on 3 May.", "path": "/schedules/1",
        "tag": ONE.digest, "household": "Home",
    }  # fmt: skip
    opened = http_ece.decrypt(both.body, private_key=key, auth_secret=auth, version="aes128gcm")
    assert json.loads(opened)["body"] == "Rent is due\nA is low"
    assert json.loads(opened)["path"] == "/alerts"
    signed = sent.headers["authorization"]
    assert f"k={pushing.public_key(SECRET)}" in signed
    assert Vapid02.verify(signed)


def test_the_key_of_pushes_follows_from_the_secret_alone():
    assert pushing.public_key(SECRET) == pushing.public_key(SECRET)
    assert pushing.public_key(SECRET) != pushing.public_key(SECRET + "!")
    assert len(base64.urlsafe_b64decode(pushing.public_key(SECRET) + "=")) == 65


@pytest.mark.parametrize(
    ("answer", "is_final", "words"),
    [(410, True, "listens no more"), (404, True, "listens no more"), (429, False, "tries again"),
     (503, False, "tries again"), (400, True, "refused it"), (302, True, "refused it")],
)  # fmt: skip
def test_what_a_push_service_answers_is_understood(keys, answer, is_final, words):
    with web_server() as server:
        server.answer, server.to = answer, f"http://127.0.0.1:{server.port}/elsewhere"
        address = subscribed(keys, f"http://127.0.0.1:{server.port}/push")
        bad = refused(pushing.send, PRIVATE, address, ONE)
    assert (bad.is_final, words in bad.sentence) == (is_final, True)
    assert len(server.sent) == 1


def test_a_push_service_that_is_away_is_tried_again(keys):
    bad = refused(pushing.send, PRIVATE, subscribed(keys, "http://127.0.0.1:9/x"), ONE)
    assert not bad.is_final
    assert "does not answer" in bad.sentence


@pytest.mark.parametrize(
    "said",
    ["", "[]", "{}", '{"endpoint": 1}', '{"endpoint": "https://x.org", "keys": {}}',
     '{"endpoint": "https://x.org", "keys": {"p256dh": "AAAA", "auth": "AAAA"}}', "no json"],
)  # fmt: skip
def test_what_is_no_subscription_is_refused(said):
    with pytest.raises(ValueError, match="not what a browser says"):
        pushing.subscription(said, is_private=False)


def test_a_subscription_needs_https_and_a_point_on_the_curve(keys):
    address = subscribed(keys, "http://push.example.org/x")
    with pytest.raises(ValueError, match="not what a browser says"):
        pushing.subscription(address, is_private=False)
    assert refused(pushing.send, PUBLIC, address, ONE).is_final
    assert pushing.subscription(address, is_private=True)["endpoint"].startswith("http:")
    off = json.loads(subscribed(keys, "http://127.0.0.1:9/x"))
    off["keys"]["p256dh"] = text(b"\x04" + bytes(64))
    assert refused(pushing.send, PRIVATE, json.dumps(off), ONE).is_final


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "100.64.0.1",
     "[::]", "[::1]", "[fe80::1%1]", "[fd00::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]",
     "[2002:7f00:1::]", "localhost", "224.0.0.1", "2130706433"],
)  # fmt: skip
def test_pushes_do_not_reach_the_inside(keys, host):
    bad = refused(pushing.send, PUBLIC, subscribed(keys, f"https://{host}/x"), ONE)
    assert bad.is_final
    assert bad.sentence == borders.INSIDE


def test_what_lies_outside_is_let_through():
    for host in ("1.1.1.1", "[2606:4700::1111]", "[64:ff9b::101:101]"):
        borders.check(host)
    assert not borders.is_outside("nonsense")
    assert refused(borders.check, "name.invalid").sentence == borders.UNKNOWN
    assert refused(borders.check, "a" * 64 + ".example.org").is_final


def test_a_connection_is_looked_at_as_it_is_made_and_in_its_own_thread_only():
    others = []
    with web_server() as server:
        here = "127.0.0.1", server.port

        def reach():
            with borders.watched(is_private=False):
                for address in (here, "no-such-socket"):
                    kind = socket.AF_INET if address == here else socket.AF_UNIX
                    with socket.socket(kind) as one, pytest.raises(ConnectionRefusedError):
                        one.connect(address)
                other = threading.Thread(
                    target=lambda: others.append(socket.create_connection(here))
                )
                other.start()
                other.join()

        assert refused(reach).is_final
        others[0].close()
        with borders.watched(is_private=True):
            socket.create_connection(here).close()
        socket.create_connection(here).close()
    with borders.watched(is_private=False):
        one, other = socket.socketpair()
        one.sendmsg([b"x"])
        one.close()
        other.close()


@pytest.mark.parametrize(
    ("event", "where", "passes"),
    [("open", ("/etc/hosts", "r"), True), ("socket.sendmsg", None, True),
     ("socket.connect", ("1.1.1.1", 443), True), ("socket.connect", ("10.0.0.1", 443), False),
     ("socket.sendto", ("::1", 53, 0, 0), False), ("socket.connect", "/run/socket", False)],
)  # fmt: skip
def test_only_connections_to_the_inside_are_stopped(event, where, passes):
    def reach():
        with borders.watched(is_private=False):
            # Python calls it so; what it does then is hidden from the count of covered lines.
            borders._look(event, (None, where))

    if passes:
        reach()
    else:
        assert refused(reach).sentence == borders.INSIDE
    borders._look(event, (None, where))


def test_an_apprise_address_is_called():
    with web_server() as server:
        server.answer = 200
        calling.send(PRIVATE, f"ntfy://127.0.0.1:{server.port}/mine", ONE)
        calling.send(PRIVATE, f"ntfy://127.0.0.1:{server.port}/mine", TWO)
        said = [json.loads(one.body) for one in server.sent]
    assert said[0]["title"] == "Rent is due"
    assert said[0]["message"] == "900 is due on 3 May.\nhttps://m.example.org/schedules/1"
    assert said[1]["title"] == "2 things to look at in Home"
    assert "A is low\nIt holds 3." in said[1]["message"]


def test_an_apprise_address_does_not_reach_the_inside():
    with web_server() as server:
        bad = refused(calling.send, PUBLIC, f"ntfy://127.0.0.1:{server.port}/mine", ONE)
        assert (bad.is_final, bad.sentence) == (True, borders.INSIDE)
        assert server.sent == []
        server.answer = 500
        bad = refused(calling.send, PRIVATE, f"ntfy://127.0.0.1:{server.port}/mine", ONE)
        assert (bad.is_final, bad.sentence) == (False, calling.AWAY)


def test_a_library_that_stumbles_is_tried_again(monkeypatch):
    from apprise.plugins.ntfy import NotifyNtfy

    def stumble(*_, **__):
        raise ZeroDivisionError

    monkeypatch.setattr(NotifyNtfy, "notify", stumble)
    assert refused(calling.send, PRIVATE, "ntfys://ntfy.sh/x", ONE).sentence == calling.AWAY


@pytest.mark.parametrize(
    "address",
    ["json://127.0.0.1/x", "jsons://x.org", "xml://x.org", "form://x.org", "apprise://x.org/tok",
     "syslog://", "syslog://_/", "dbus://_/", "gnome://_/", "macosx://_/", "windows://_/",
     "rsyslog://x.org", "blink1://_/", "vapid://me@x.org/you", "fcm://p@k/t?keyfile=/etc/passwd",
     "xmpp://u:p@x.org", "discord://1/2?template=/etc/passwd", "slack://T1/A1?+template=/etc/x",
     "mailto://u:p@x.org?pgpkey=/etc/x", "http://127.0.0.1/", "nothing", "", "ntfy", "://",
     "unknown://x", "file:///etc/passwd", "ntfy://[::1/x?template=y", "JSON://x.org"],
)  # fmt: skip
def test_addresses_that_speak_to_everything_or_read_files_are_refused(address):
    with pytest.raises(ValueError, match=r"FTracker does not|no address that Apprise knows"):
        calling.read(address)
    assert refused(calling.send, PRIVATE, address, ONE).is_final


def certificate(folder):
    """Make a certificate of a mail server on this machine."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(path)
    return path, context


def mail(scheme, port, who=""):
    return Post("", f"{scheme}://{who}127.0.0.1:{port}", "f@example.org")


def test_an_email_is_sent_encrypted_where_the_server_can_and_its_name_is_checked(
    tmp_path, monkeypatch
):
    path, context = certificate(tmp_path)
    with mail_server(tls_context=context) as (box, port):
        assert refused(mailing.send, mail("smtp", port), "me@x.org", ONE).sentence == mailing.AWAY
        monkeypatch.setenv("SSL_CERT_FILE", str(path))
        mailing.send(mail("smtp", port), "me@x.org", ONE)
    with mail_server(ssl_context=context) as (inner, port):
        mailing.send(mail("smtps", port), "me@x.org", TWO)
    assert [one["Subject"] for one in (*box.taken, *inner.taken)] == [
        "Rent is due · FTracker", "2 things to look at in Home · FTracker",
    ]  # fmt: skip
    assert "https" not in inner.taken[0].get_content()
    assert box.taken[0]["Message-ID"] == f"<{ONE.digest}@example.org>"


def test_the_mail_server_is_told_name_and_password():
    def judge(_server, _session, _envelope, _mechanism, data):
        is_right = (data.login, data.password) == (b"me", b"p@ss")
        return AuthResult(success=is_right, handled=is_right)

    with mail_server(authenticator=judge, auth_require_tls=False) as (box, port):
        mailing.send(mail("smtp", port, "me:p%40ss@"), "me@x.org", ONE)
        bad = refused(mailing.send, mail("smtp", port, "me:wrong@"), "me@x.org", ONE)
        assert "user name or password" in bad.sentence
    assert len(box.taken) == 1
    with mail_server(hostname="127.0.0.2") as (box, port):
        post = Post("", f"smtp://me:p@127.0.0.2:{port}", "f@example.org")
        assert refused(mailing.send, post, "me@x.org", ONE).sentence == mailing.OPEN
        assert box.taken == []


def test_without_a_mail_server_nothing_is_sent():
    assert refused(mailing.send, NOTHING, "me@x.org", ONE).is_final
    assert refused(mailing.send, mail("smtp", 9), "me@x.org", ONE).sentence == mailing.AWAY


def test_channels_are_a_member_s_own(session, database, books):
    row = channels.add(session, ChannelIn(kind="email", address="Me@Example.org"), PUBLIC)
    assert (row.name, row.address) == ("E-mail", "Me@example.org")
    again = channels.add(session, ChannelIn(kind="email", address="Me@example.org"), PUBLIC)
    assert again.id == row.id
    edit = ChannelEdit(
        name="Mail", pace="digest", digest_time="06:30", quiet_from="22:00", quiet_to="07:00",
        timezone="Europe/Berlin", is_muted=True, version=1,
    )  # fmt: skip
    changed = channels.edit(session, row.id, edit)
    assert (changed.digest_time, changed.version) == (time(6, 30), 2)
    with pytest.raises(Stale):
        channels.edit(session, row.id, edit)
    session.info["actor"] = factories.member(database, books, Role.EDITOR)
    for deed in (channels.shown, channels.delete):
        with pytest.raises(NotFound):
            deed(session, row.id)
    session.info["actor"] = books
    channels.delete(session, row.id)
    with pytest.raises(NotFound):
        channels.shown(session, row.id)


@pytest.mark.parametrize(
    ("given", "field"),
    [({"kind": "email", "address": "nobody"}, "address"),
     ({"kind": "apprise", "address": "json://x"}, "address"),
     ({"kind": "push", "address": "{}"}, "address"),
     ({"kind": "email", "address": "a@x.org", "quiet_to": "07:00"}, "quiet_from"),
     ({"kind": "email", "address": "a@x.org", "quiet_from": "07:00"}, "quiet_to")],
)  # fmt: skip
def test_a_channel_that_cannot_be_is_refused_at_its_field(session, given, field):
    with pytest.raises(InvalidInput) as bad:
        channels.add(session, ChannelIn(**given), PUBLIC)
    assert bad.value.errors[0].field == field


def test_a_member_has_at_most_twenty(session):
    for number in range(20):
        channels.add(session, ChannelIn(kind="email", address=f"a{number}@x.org"), PUBLIC)
    with pytest.raises(Conflict, match="20 channels"):
        channels.add(session, ChannelIn(kind="email", address="more@x.org"), PUBLIC)


def test_a_channel_is_tried_out(session, keys):
    with web_server() as server:
        address = subscribed(keys, f"http://127.0.0.1:{server.port}/p")
        row = channels.add(session, ChannelIn(kind="push", address=address), PRIVATE)
        assert channels.try_out(session, row.id, PRIVATE) == ""
        server.answer = 410
        assert "listens no more" in channels.try_out(session, row.id, PRIVATE)
    assert "listens no more" in channels.shown(session, row.id).failure
