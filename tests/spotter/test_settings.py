"""A fresh clone starts with nothing set; production refuses to guess and says what to set."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bare import BARE

ROOT = Path(__file__).parents[2]
COMPLETE = {
    "DEBUG": "0",
    "SECRET_KEY": secrets.token_hex(32),
    "AUDIT_KEY": "y" * 60,
    "WEBHOOK_KEY": "z" * 60,
    "DATABASE_URL": "postgresql://db.example/spotter",
    "REDIS_URL": "redis://cache.example/0",
    "SITE_URL": "https://spotter.example.org",
    "ALLOWED_HOSTS": "spotter.example.org",
    "CONTACT_EMAIL": "help@example.org",
}


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    """Start Django with exactly this environment."""
    bare = BARE | {"DJANGO_SETTINGS_MODULE": "spotter.settings"}
    code = "import django; django.setup()"
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=bare | environment, capture_output=True, text=True, check=False
    )


def test_a_fresh_clone_starts_with_nothing_set() -> None:
    assert start().returncode == 0


def test_a_slash_at_the_end_of_the_sites_address_does_no_harm() -> None:
    bare = BARE | COMPLETE | {"DJANGO_SETTINGS_MODULE": "spotter.settings", "SITE_URL": "https://spotter.example.org/"}
    code = "from django.conf import settings; print(settings.SITE_URL)"
    asked = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=bare, capture_output=True, text=True, check=True)

    assert asked.stdout.strip() == "https://spotter.example.org"


def test_production_starts_when_everything_is_set() -> None:
    started = start(**COMPLETE)
    assert (started.returncode, started.stderr) == (0, "")


@pytest.mark.parametrize("name", [name for name in COMPLETE if name != "DEBUG"])
def test_production_names_what_is_missing(name: str) -> None:
    started = start(**{key: value for key, value in COMPLETE.items() if key != name})
    assert started.returncode != 0
    assert f"{name} is not set" in started.stderr


@pytest.mark.parametrize(("name", "value"), [("RESOLVER_OVERRIDE", "pasar.test=127.0.0.1:8801"), ("DEMO", "1")])
def test_production_refuses_what_is_for_debug_only(name: str, value: str) -> None:
    started = start(**COMPLETE, **{name: value})
    assert started.returncode != 0
    assert f"{name} is for DEBUG only" in started.stderr


def test_the_deployment_check_is_clean() -> None:
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    # The check asks the server's version: a generated column needs a PostgreSQL that knows them.
    served = BARE | COMPLETE | {"DATABASE_URL": os.environ["DATABASE_URL"]}
    checked = subprocess.run(command, cwd=ROOT, env=served, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize(("demo", "shown"), [("0", "True"), ("1", "False")])
def test_the_demo_shows_the_sites_own_error_pages(demo: str, shown: str) -> None:
    code = "import django; django.setup(); from django.conf import settings; print(settings.DEBUG)"
    bare = BARE | {"DJANGO_SETTINGS_MODULE": "spotter.settings", "DEMO": demo}
    started = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=bare, capture_output=True, text=True, check=False
    )
    assert started.stdout.strip() == shown
