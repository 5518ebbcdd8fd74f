"""A child that does, on request, whatever a hostile page might make it do."""

import importlib
import itertools
import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable

from spotter.lib import child
from spotter.lib.frames import Message

DONE: Message = {"done": True}

CALLS = itertools.count(1)


def echo(request: Message) -> Message:
    return {**request, "calls": next(CALLS)}


def who(request: Message) -> Message:
    names = ("RLIMIT_AS", "RLIMIT_NOFILE", "RLIMIT_FSIZE", "RLIMIT_CORE")
    limits = {name: resource.getrlimit(getattr(resource, name)) for name in names}
    return {"pid": os.getpid(), "environment": dict(os.environ), "limits": limits}


def busy(request: Message) -> Message:
    until = time.process_time() + request["seconds"]
    while time.process_time() < until:
        pass
    return DONE


def odd(request: Message) -> Message:
    raise ValueError("a page was odd")


def recurse(request: Message) -> Message:
    return recurse({**request})


def stray(request: Message) -> Message:
    sys.stdout.write("not an answer\n")
    sys.stdout.flush()
    os.write(1, b"\xff" * 100)
    return DONE


def write(request: Message) -> Message:
    with open(request["path"], "wb") as file:
        file.write(b"x" * 10)
    return DONE


def threads(request: Message) -> Message:
    for thread in [threading.Thread(target=time.sleep, args=(0.05,)) for _ in range(8)]:
        thread.start()
    return DONE


def bring(request: Message) -> Message:
    for name in ("PIL.Image", "pi_heif", "selectolax.lexbor", "spotter.lib.net"):
        importlib.import_module(name)
    return DONE


ACTS: dict[str, Callable[[Message], Message]] = {
    "echo": echo,
    "who": who,
    "busy": busy,
    "raise": odd,
    "recurse": recurse,
    "print": stray,
    "write": write,
    "threads": threads,
    "bring": bring,
    "eat": lambda request: {"size": len(bytearray(2_000_000_000))},
    "sleep": lambda request: {"slept": time.sleep(request["seconds"])},  # type: ignore[func-returns-value]
    "die": lambda request: {"killed": os.kill(os.getpid(), signal.SIGKILL)},  # type: ignore[func-returns-value]
    "leave": lambda request: sys.exit(3),
    "shout": lambda request: {"noise": b"x" * request["size"]},
    "forge": lambda request: {"json": request["json"], "blob": b"real"},
    "open": lambda request: {"files": [os.open(os.devnull, os.O_RDONLY) for _ in range(100)]},
}

if __name__ == "__main__":
    child.serve(lambda request: ACTS[request["act"]](request))
