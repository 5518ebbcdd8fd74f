"""The settings of the tests: real servers, started before Django reads where they are, and nothing kept on disk."""

import atexit
import contextlib
import os
import shutil

from spotter import embedded

_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
_FOLDER = embedded.temporary_folder("cyber-spotter-tests")


def _serve() -> None:
    """Start the servers that the environment does not name; pytest's workers inherit the addresses from here."""
    running = contextlib.ExitStack()
    servers = running.enter_context(embedded.servers(_FOLDER, durable=False))
    os.environ["DATABASE_URL"], os.environ["REDIS_URL"] = servers.database_url, servers.redis_url
    owner = os.getpid()

    @atexit.register
    def stop() -> None:
        if os.getpid() == owner:
            running.close()
            shutil.rmtree(_FOLDER, ignore_errors=True)


_serve()
os.environ["VAR_DIR"] = str(_FOLDER / "var")  # each worker its own files
os.environ.setdefault("LOG_LEVEL", "WARNING")
if _WORKER.startswith("gw"):
    # Each worker its own of the broker's 16 databases: no worker eats another's messages.
    os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].rpartition('/')[0]}/{int(_WORKER[2:]) % 15 + 1}"

from spotter.settings import *  # noqa: E402, F403

TESTING = True
# Tests visit one host over and over; what is tested about pauses sets its own.
FETCH_PER_SECOND = 1000.0
# Speed only: what is tested about passwords is who may log in, not how slow a guess is.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
# Whole suites send from one address, and some tests hundreds of forms as one person: limits have tests of their own.
REPORTS_NEWCOMER = REPORTS_NETWORK = UNSENT_PICTURES = 1_000_000
