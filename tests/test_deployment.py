"""What lies in deploy/ fits the application that it serves."""

import logging
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import structlog
from cryptography import x509

from ftracker import asgi
from ftracker.config import SettingsError
from ftracker.routes import policy
from ftracker.web import logs, security
from ftracker.web.templating import built

ROOT = Path(__file__).parents[1]
CONFIGURATION = (ROOT / "deploy/nginx.conf").read_text()
NGINX = (ROOT / "deploy/ftracker.conf").read_text()


@pytest.fixture
def _loud():
    """Put the log back as it was: the application of several processes turns to its own."""
    root = logging.getLogger()
    before, usual = (root.handlers[:], root.level), structlog.get_config()
    yield
    root.handlers[:], root.level = before[0], before[1]
    structlog.configure(**usual)


def locations():
    """Find nginx's rules that are patterns, as nginx reads them."""
    found = re.findall(r"location ~ (\S+) \{(.*?)\n\}", NGINX, re.DOTALL)
    return {re.compile(pattern.replace("(?<", "(?P<")): body for pattern, body in found}


def rule(path):
    return next((body for pattern, body in locations().items() if pattern.search(path)), "")


def test_nginx_takes_large_bodies_exactly_where_the_application_does():
    for folder in ("", "/money", "/our/money"):
        for path in security.UPLOADS:
            assert "client_max_body_size 64m" in rule(folder + path)
        for path in ("/", "/goals", "/data", "/data/imports/1", "/api/transactions"):
            assert "client_max_body_size" not in rule(folder + path)


def test_nginx_asks_anew_where_the_application_is():
    asked = re.findall(r"proxy_pass (\S+);", NGINX)
    assert set(asked) == {"http://$ftracker"}
    assert "resolver 127.0.0.11 " in CONFIGURATION
    assert "upstream ftracker" not in CONFIGURATION


def test_nginx_keeps_what_machines_are_told_to_itself():
    assert "return 404" in rule("/metrics")
    assert "return 404" in rule("/money/metrics")


@pytest.mark.parametrize("folder", ["", "/money"])
def test_neither_log_holds_an_address_that_is_a_key(app, folder):
    shown = re.compile(re.search(r"~(\^\(\?<before>\S+)", CONFIGURATION)[1].replace("?<", "?P<"))
    public = {rule.path for rule in policy.listing(app) if rule.who == "public"}
    for path in (path for path in public if "{" in path):
        key = folder + re.sub(r"{.*?}", "k3y", path)
        assert "k3y" not in shown.match(key)["before"]
        assert "error_log /dev/stderr crit" in rule(key)
        assert "k3y" not in logs.SECRET_PATHS.sub(r"\1…", key.removeprefix(folder))


@pytest.mark.parametrize("folder", ["", "/money"])
def test_nginx_serves_built_files_and_no_others(folder):
    assert "immutable" in rule(f"{folder}/static/dist/{built('app.js').name}")
    for path in ("/static/../secret", "/static/dist/../../secret", "/static/secret", "/statics"):
        assert "immutable" not in rule(folder + path)


def test_nginx_takes_as_much_as_the_settings_say_when_nothing_is_said(settings):
    assert settings.upload_limit_bytes == 64 * 1024 * 1024
    assert security.FORM_LIMIT == 2 * 1024 * 1024


@pytest.mark.usefixtures("_loud")
def test_several_processes_need_a_database_of_ones_own(monkeypatch):
    monkeypatch.delenv("FTRACKER_DATABASE_URL", raising=False)
    with pytest.raises(SettingsError, match="need a PostgreSQL of your own"):
        asgi.application()


@pytest.mark.usefixtures("_loud")
def test_the_application_of_several_processes_is_the_application(monkeypatch, settings, tmp_path):
    monkeypatch.setenv("FTRACKER_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("FTRACKER_DATA_DIR", str(tmp_path))
    made = asgi.application()
    assert made.state.database.is_reachable()
    made.state.database.close()


def test_the_containers_get_secrets_that_are_made_once_and_the_address(tmp_path):
    script = tmp_path / "prepare.sh"
    script.write_text((ROOT / "deploy/prepare.sh").read_text())
    unsaid = subprocess.run(["sh", str(script)], check=False, capture_output=True, text=True)
    assert (unsaid.returncode, "Say where" in unsaid.stderr) == (2, True)
    seen = []
    for address in (["https://money.example.org"], []):
        subprocess.run(["sh", str(script), *address], check=True, capture_output=True)
        made = {one.name: one.read_text() for one in (tmp_path / "secrets").iterdir()}
        seen.append(made)
        assert len(made["secret"]) == len(made["database_password"]) == 64
        password = made["database_password"]
        assert made["database_url"] == f"postgresql://ftracker:{password}@database:5432/ftracker"
        assert (tmp_path / ".env").read_text() == "FTRACKER_URL=https://money.example.org\n"
    assert seen[0] == seen[1]
    assert (tmp_path / "secrets").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["compose.yaml", "secrets/secret", ".env", "ftracker.env"])
def test_what_is_secret_beside_the_containers_goes_neither_into_git_nor_into_an_image(name):
    is_open = name == "compose.yaml"
    for file in (".gitignore", ".dockerignore"):
        rules = [line.lstrip("/") for line in (ROOT / file).read_text().splitlines()]
        kept_out = [rule for rule in rules if f"deploy/{name}".startswith(rule.rstrip("/"))]
        assert (kept_out == []) is is_open


def test_a_certificate_names_a_host_or_an_address(tmp_path):
    for host, kind in (("money.example.org", x509.DNSName), ("192.0.2.7", x509.IPAddress)):
        folder = tmp_path / host
        folder.mkdir()
        command = [sys.executable, str(ROOT / "deploy/certificate.py"), str(folder)]
        subprocess.run([*command, f"https://{host}:8443"], check=True)
        made = x509.load_pem_x509_certificate((folder / "certificate.pem").read_bytes())
        names = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        assert [str(one) for one in names.get_values_for_type(kind)] == [host]


def test_a_certificate_is_made_once_for_the_name_people_use(tmp_path):
    command = [sys.executable, str(ROOT / "deploy/certificate.py"), str(tmp_path)]
    subprocess.run([*command, "https://money.example.org"], check=True)
    first = (tmp_path / "certificate.pem").read_bytes()
    subprocess.run([*command, "https://other.example.org"], check=True)
    assert (tmp_path / "certificate.pem").read_bytes() == first
    assert (tmp_path / "key.pem").stat().st_mode & 0o077 == 0


# A process of gunicorn as far as it looks after the first one: what that is, it is told.
LOOKS = """
import asyncio, logging, os, runpy, sys, types
Worker = runpy.run_path(sys.argv[1])["Worker"]
one = object.__new__(Worker)
one.ppid, one.log = int(sys.argv[2]) or os.getppid(), logging.getLogger()
one.tmp = types.SimpleNamespace(notify=lambda: None)
asyncio.run(one.callback_notify())
"""


@pytest.mark.parametrize(("first", "ended"), [("0", 0), ("1", -signal.SIGTERM)])
def test_a_process_ends_politely_when_the_first_one_was_killed(first, ended):
    """Killed, it can tell the others nothing: they see it, and leave the port to the next start."""
    found = subprocess.run(
        [sys.executable, "-c", LOOKS, str(ROOT / "deploy/gunicorn.conf.py"), first],
        env=os.environ | {"FTRACKER_DATABASE_URL": "postgresql://nowhere"},
        check=False,
    )
    assert found.returncode == ended
