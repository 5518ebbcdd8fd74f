"""The demo company: a member's trust and safety tool that takes signed webhooks and acts on them over REST."""

import argparse
import base64
import collections
import dataclasses
import datetime
import html
import json
import os
import queue
import threading
from collections.abc import Sequence
from pathlib import Path

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from spotter.management.example.desk import Answer, Desk, Filed, Rules
from spotter.management.example.loopback import Asked, Reply, Server, run

CSS = (Path(__file__).parent / "assets" / "company.css").read_bytes()
HOOK = "/hooks/cyber-spotter"
ACTS_ON = "case.sent"
CARETAKER_PAUSE = 0.1


@dataclasses.dataclass(frozen=True, kw_only=True)
class Received:
    """One delivery byte for byte, and what was answered to it."""

    at: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    verified: bool
    status: int


class Company:
    """The tool as one app: `company(asked)` answers; one thread works through the cases in their order."""

    def __init__(self, *, secrets: Sequence[str], rules: Rules, fail_first: int = 0) -> None:
        self.desk = Desk(rules)
        self._hooks = [Webhook(secret) for secret in secrets]
        self._failures_left = fail_first
        self._received: list[Received] = []
        self._effects: collections.Counter[str] = collections.Counter()
        self._waiting: queue.Queue[tuple[str, str, str]] = queue.Queue()
        self._lock = threading.Lock()
        self._worker = threading.Thread(target=self._work, name="desk", daemon=True)
        self._worker.start()

    def __call__(self, asked: Asked) -> Reply:
        """Answer one request."""
        match (asked.method, asked.path):
            case ("POST", path) if path == HOOK:
                return self._delivery(asked)
            case ("GET", "/"):
                return Reply(body=self._page().encode())
            case ("GET", "/company.css"):
                return Reply(body=CSS, content_type="text/css; charset=utf-8")
            case ("GET", "/_control/cases"):
                return Reply(body=json.dumps(self._everything()).encode(), content_type="application/json")
            case ("GET", "/healthz"):
                return _said("ok")
        return _said("no such page", status=404)

    def close(self) -> None:
        """Let the case in hand end and take no more."""
        self.desk.stop.set()
        self._worker.join(timeout=5)

    def _delivery(self, asked: Asked) -> Reply:
        verified = self._is_signed(asked)
        reply = self._accept(asked) if verified else _said("signature missing or wrong", status=401)
        with self._lock:
            self._received.append(
                Received(
                    at=datetime.datetime.now(datetime.UTC).isoformat(),
                    headers=asked.headers,
                    body=asked.body,
                    verified=verified,
                    status=reply.status,
                )
            )
        return reply

    def _is_signed(self, asked: Asked) -> bool:
        """Whether one of our secrets signed it; a header that cannot be decoded is a ValueError of the library."""
        headers = {name: value for name, value in asked.headers if name.lower().startswith("webhook-")}
        for hook in self._hooks:
            try:
                hook.verify(asked.body, headers, json_parse=False)
            except (WebhookVerificationError, ValueError):
                continue
            return True
        return False

    def _accept(self, asked: Asked) -> Reply:
        """Take a genuine message: the first of its id goes to the desk, a repeat has no effect."""
        message_id = asked.header("webhook-id")
        try:
            message = json.loads(asked.body)
            kind, data = message["type"], message["data"]
            work = (
                (data["reference"], data.get("listing", {}).get("address", ""), message_id) if kind == ACTS_ON else None
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            return _said("signed, but not a message that we know", status=400)
        with self._lock:
            if self._failures_left:
                self._failures_left -= 1
                return _said("told to fail", status=500)
            self._effects[message_id] += 1
            first = self._effects[message_id] == 1
        if first and work:
            self._waiting.put(work)
        return Reply(status=204)

    def _work(self) -> None:
        while not self.desk.stop.is_set():
            try:
                reference, address, message_id = self._waiting.get(timeout=CARETAKER_PAUSE)
            except queue.Empty:
                continue
            self.desk.work(reference, address=address, message_id=message_id)

    def _everything(self) -> dict[str, object]:
        """All that this company ever got, bodies as base64 so that not a byte is lost."""
        with self._lock:
            received, effects = tuple(self._received), dict(self._effects)
        return {
            "cases": [dataclasses.asdict(case) for case in self.desk.cases()],
            "received": [_plain(one) for one in received],
            "deliveries_by_id": effects,
            "exchanges": [_plain(one) for one in self.desk.exchanges()],
        }

    def _page(self) -> str:
        with self._lock:
            count = sum(one.verified for one in self._received)
        cases = self.desk.cases()[::-1]
        rows = (
            "".join(_row(case) for case in cases)
            or '<tr><td colspan="4">No case yet. They arrive by webhook.</td></tr>'
        )
        return (
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="5">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            '<link rel="stylesheet" href="/company.css"><title>Gudang Trust and Safety</title></head><body>'
            "<header><h1>Gudang Trust and Safety</h1>"
            f"<p>{len(cases)} cases from {count} signed deliveries. Example data: an invented company.</p></header>"
            "<main><table><thead><tr><th>Case</th><th>Listing</th><th>State</th><th>Note</th></tr></thead>"
            f"<tbody>{rows}</tbody></table></main></body></html>"
        )


def _row(case: Filed) -> str:
    reference, address, state, note = map(html.escape, (case.reference, case.address, case.state, case.note))
    return (
        f"<tr><td><code>{reference}</code></td><td>{address}</td>"
        f'<td><span class="chip {state}">{state}</span></td><td>{note}</td></tr>'
    )


def _plain(record: object) -> dict[str, object]:
    """A record as JSON can carry it; bytes under the same name in base64."""
    fields = vars(record)
    return {
        name: base64.b64encode(value).decode() if isinstance(value, bytes) else value for name, value in fields.items()
    }


def _said(text: str, *, status: int = 200) -> Reply:
    return Reply(status=status, body=f"{text}\n".encode(), content_type="text/plain; charset=utf-8")


def main() -> None:
    """Run the company until it is told to stop; addresses and secrets come from the environment."""
    parser = argparse.ArgumentParser(
        description=__doc__,
        epilog="Reads API_BASE, API_KEY, WEBHOOK_SECRET (several: with spaces), MARKETPLACE_CONTROL, CONTROL_TOKEN.",
    )
    parser.add_argument("--port", type=int, default=8802)
    parser.add_argument("--answer", type=Answer, choices=list(Answer), default=Answer.REMOVED)
    parser.add_argument("--fail-first", type=int, default=0, metavar="N", help="answer 500 to the first N deliveries")
    parser.add_argument("--delay", type=float, default=0.0, metavar="SECONDS", help="wait before acting on a case")
    options = parser.parse_args()
    secrets = os.environ.get("WEBHOOK_SECRET", "").split()
    if not secrets:
        parser.error("set WEBHOOK_SECRET to the secret of the webhook endpoint")
    rules = Rules(
        api_base=os.environ.get("API_BASE", "http://127.0.0.1:8000"),
        api_key=os.environ.get("API_KEY", ""),
        marketplace_control=os.environ.get("MARKETPLACE_CONTROL", "http://127.0.0.1:8801"),
        control_token=os.environ.get("CONTROL_TOKEN", ""),
        answer=options.answer,
        delay=options.delay,
    )
    company = Company(secrets=secrets, rules=rules, fail_first=options.fail_first)
    run(Server(company, port=options.port), name="company")
    company.close()


if __name__ == "__main__":
    main()
