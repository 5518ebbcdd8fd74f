"""`manage.py demo` runs the whole site here with example data; `--once` sends one report through it and ends."""

import json
import os
import signal
import sys
import time
from argparse import SUPPRESS
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from spotter import embedded
from spotter.lib import tied
from spotter.management.demo.people import FRESH, PASSWORD, PEOPLE
from spotter.management.demo.stack import Plan, Stack, free_ports, manage, stack, usual_ports
from spotter.management.demo.travel import Step, none_taken, travel

WENT_WRONG = (RuntimeError, OSError, ValueError, KeyError)


class Command(BaseCommand):
    """Everything that it starts ends with it."""

    help = "Run the whole site on this machine with example data, until Ctrl-C."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Stay or run once."""
        once = "send one report through all ten steps in a fresh world of its own, tell how it went as JSON, and end"
        parser.add_argument("--once", action="store_true", help=once)
        parser.add_argument("--kill", help=SUPPRESS, metavar="PROCESS")  # for the test that a failure is told

    def handle(self, *args: Any, **options: Any) -> None:
        """Leave by the same door on Ctrl-C, SIGTERM and a closed terminal."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.default_int_handler)
        if options["once"]:
            sys.exit(self.once(options["kill"]))
        try:
            self.stay()
        except KeyboardInterrupt:
            self.stdout.write("\nStopped. Nothing of the demo runs any more.")
        except WENT_WRONG as error:
            raise CommandError(str(error)) from error

    # -- the demo that stays ------------------------------------------------------------------------------------------
    def stay(self) -> None:
        """Start, fill the world the first time, say where everything is, and go on until somebody stops it."""
        began = time.monotonic()
        folder = Path(settings.VAR_DIR)
        is_new = not (folder / "told").exists()
        plan = Plan(folder, usual_ports(), "2,3600,86400,259200,604800,2592000", 2, durable=True, given=os.environ)
        self.stdout.write("Starting the demo" + (" and filling a small world, this once" if is_new else "") + "…")
        with stack(plan) as running:
            if is_new:
                manage(running, "stories", "fill_world", "all")
                (folder / "told").touch()
            self.stdout.write(f"Started in {time.monotonic() - began:.1f} s.")
            self.tell_where(running)
            running.processes.watch()

    def tell_where(self, running: Stack) -> None:
        """The addresses and a log-in for each role."""
        people = "\n".join(f"  {one.word:<16}{one.email}" for one in PEOPLE if one.is_shown)
        port = running.plan.ports.marketplace
        self.stdout.write(f"""
Cyber Spotter, the demo. Everything in it is example data.

  Site            {running.site}/
  Marketplaces    http://pasar.localhost:{port}/ (also gerai, kedai), known to the site as pasar.test
  Company         {running.company}/
  Letters         {running.letters}
  Logs            {running.processes.logs}

Log-ins, all with the password {PASSWORD}
{people}

Try it: as the spotter, report {FRESH}
Ctrl-C stops everything.
""")
        self.stdout.flush()

    # -- the demo that runs once --------------------------------------------------------------------------------------
    def once(self, kill: str | None) -> int:
        """A fresh world under a temporary folder; the last line that is printed is the result as JSON."""
        folder = embedded.temporary_folder("cyber-spotter-demo")
        plan = Plan(folder, free_ports(), "1,3600", 1, durable=False, given={})
        steps = none_taken("the travel did not begin")
        try:
            with stack(plan) as running:
                if kill:
                    os.kill(running.processes.pid(kill), signal.SIGKILL)
                manage(running, "stories", "fill_world", "few")
                steps = travel(running, self.tell_step)
        except WENT_WRONG as error:
            steps = none_taken(str(error).partition("\n")[0])
            self.stdout.write(f"The travel did not begin: {error}")
        except KeyboardInterrupt:
            self.stdout.write("Stopped.")
        ok = all(step.ok for step in steps)
        if not ok:
            self.tell_logs(folder / "log")
        embedded.forget(folder)
        plain = [step.plain() for step in steps]
        self.stdout.write(json.dumps({"ok": ok, "steps": plain}))
        return 0 if ok else 1

    def tell_step(self, step: Step) -> None:
        """One line for each step."""
        went = "ok" if step.ok else "FAILED"
        self.stdout.write(f"{step.n:>2} {step.name:<10}{went:<7}{step.ms:>6} ms  {step.said}")
        self.stdout.flush()

    def tell_logs(self, logs: Path) -> None:
        """What the processes wrote, when something failed."""
        for log in sorted(logs.glob("*.log")):
            with suppress(OSError):
                self.stdout.write(f"\n--- {log.name}\n{tied.tail(log)}")
