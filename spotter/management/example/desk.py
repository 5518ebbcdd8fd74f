"""What the demo company does with a case: fetch it, acknowledge it, take the listing down, answer."""

import dataclasses
import enum
import json
import threading
import uuid
from collections.abc import Mapping
from urllib.parse import quote

import urllib3

ATTEMPTS = 6
TOO_MANY_REQUESTS = 429
NOT_FOUND = 404


class Answer(enum.StrEnum):
    """What the company is told to answer by rule; `none` acknowledges and says no more."""

    REMOVED = "removed"
    NO_VIOLATION = "no-violation"
    NONE = "none"


NOTES: Mapping[str, str] = {
    "removed": "Listing taken down and seller informed of our wildlife policy.",
    "no-violation": "Reviewed: we see no breach of our policy.",
    "not-ours": "We have no such listing.",
}


class Refused(Exception):
    """The other side answered, and not with what was needed."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Rules:
    """Where the company's tool reaches the two other sides, and what it does there."""

    api_base: str
    api_key: str
    marketplace_control: str
    control_token: str
    answer: Answer = Answer.REMOVED
    delay: float = 0.0
    first_pause: float = 0.2


@dataclasses.dataclass(frozen=True, kw_only=True)
class Exchange:
    """One request to the REST API and what came back, byte for byte (without our own key)."""

    method: str
    path: str
    sent: bytes
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclasses.dataclass(frozen=True, kw_only=True)
class Filed:
    """One case as the company keeps it."""

    reference: str
    address: str
    state: str
    note: str = ""


class Desk:
    """Works through one case at a time and remembers every exchange; `stop` ends its waiting."""

    def __init__(self, rules: Rules) -> None:
        self.stop = threading.Event()
        self._rules = rules
        self._pool = urllib3.PoolManager(retries=False, timeout=urllib3.Timeout(connect=3, read=10))
        self._lock = threading.Lock()
        self._exchanges: list[Exchange] = []
        self._cases: dict[str, Filed] = {}

    def exchanges(self) -> tuple[Exchange, ...]:
        """All exchanges with the API so far, oldest first."""
        with self._lock:
            return tuple(self._exchanges)

    def cases(self) -> tuple[Filed, ...]:
        """All cases on file, oldest first."""
        with self._lock:
            return tuple(self._cases.values())

    def work(self, reference: str, *, address: str, message_id: str) -> None:
        """The whole way of one case; what fails is written on the case, for a person to see."""
        filed = self._file(Filed(reference=reference, address=address, state="received"))
        self.stop.wait(self._rules.delay)
        try:
            self._act(filed, message_id=message_id)
        except (urllib3.exceptions.HTTPError, Refused) as error:
            last = next((case for case in self.cases() if case.reference == reference), filed)
            self._file(dataclasses.replace(last, state="failed", note=str(error)))

    def _act(self, filed: Filed, *, message_id: str) -> None:
        path = f"/api/v1/cases/{quote(filed.reference, safe='')}/"
        case = self._api("GET", path)
        filed = dataclasses.replace(filed, address=_address(case) or filed.address)
        self._api("POST", f"{path}acknowledge/", {}, key=_key(message_id, "acknowledge"))
        filed = self._file(dataclasses.replace(filed, state="acknowledged"))
        if self._rules.answer is Answer.NONE:
            return
        outcome = self._take_down(filed.address) if self._rules.answer is Answer.REMOVED else self._rules.answer.value
        said = {"outcome": outcome, "note": NOTES[outcome]}
        self._api("POST", f"{path}answer/", said, key=_key(message_id, "answer"))
        self._file(dataclasses.replace(filed, state=outcome, note=NOTES[outcome]))

    def _take_down(self, address: str) -> str:
        """Remove the listing on our own marketplace; the outcome that is true afterwards."""
        url = f"{self._rules.marketplace_control.rstrip('/')}/_control/remove"
        headers = {"Authorization": f"Bearer {self._rules.control_token}", "Content-Type": "application/json"}
        response = self._send("POST", url, json.dumps({"address": address}).encode(), headers)
        if response.status == NOT_FOUND:
            return "not-ours"
        if response.status >= 300:
            raise Refused(f"the marketplace answered {response.status} to the removal")
        return "removed"

    def _api(self, method: str, path: str, value: Mapping[str, str] | None = None, *, key: str = "") -> object:
        """One call to the REST API; the decoded JSON answer, or None when it has no body."""
        sent = b"" if value is None else json.dumps(value).encode()
        headers = {"Authorization": f"Bearer {self._rules.api_key}", "Accept": "application/json"}
        if value is not None:
            headers |= {"Content-Type": "application/json", "Idempotency-Key": key}
        response = self._send(method, self._rules.api_base.rstrip("/") + path, sent, headers)
        exchange = Exchange(
            method=method,
            path=path,
            sent=sent,
            status=response.status,
            headers=tuple(response.headers.items()),
            body=response.data,
        )
        with self._lock:
            self._exchanges.append(exchange)
        if response.status >= 300:
            raise Refused(f"the API answered {response.status} to {method} {path}")
        try:
            return json.loads(response.data) if response.data else None
        except ValueError as error:
            raise Refused(f"the API answered {method} {path} without JSON") from error

    def _send(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> urllib3.BaseHTTPResponse:
        """Send, and again a few times with growing pauses while the other side is away or says "later"."""
        for attempt in range(1, ATTEMPTS + 1):
            last = attempt == ATTEMPTS or self.stop.is_set()
            try:
                response = self._pool.request(method, url, body=body or None, headers=headers, redirect=False)
            except urllib3.exceptions.HTTPError:
                if last:
                    raise
            else:
                if last or (response.status < 500 and response.status != TOO_MANY_REQUESTS):
                    return response
            self.stop.wait(self._rules.first_pause * 2 ** (attempt - 1))
        raise AssertionError("the last attempt returns or raises")

    def _file(self, case: Filed) -> Filed:
        with self._lock:
            self._cases[case.reference] = case
        return case


def _key(message_id: str, step: str) -> str:
    """The same key for the same step of the same message, so that a repeated request has one effect."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{message_id}/{step}"))


def _address(case: object) -> str:
    """The listing's address in a case as JSON, or an empty string."""
    listing = case.get("listing") if isinstance(case, dict) else None
    address = listing.get("address") if isinstance(listing, dict) else None
    return address if isinstance(address, str) else ""
