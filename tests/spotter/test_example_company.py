"""The demo company trusts only what is signed, acts once, and answers over REST."""

import base64
import datetime
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import urllib3
from pytest_httpserver import HTTPServer
from standardwebhooks.webhooks import Webhook

from spotter.management.example.catalogue import LISTINGS
from spotter.management.example.company import Company
from spotter.management.example.desk import ATTEMPTS, Answer, Rules
from spotter.management.example.listings import Listing, Shape
from spotter.management.example.loopback import Server
from spotter.management.example.marketplace import Marketplace

SECRET = "whsec_" + base64.b64encode(b"the secret of this test, long enough").decode()
OTHER = "whsec_" + base64.b64encode(b"the secret of somebody else entirely").decode()
KEY = "cst_live_test_key"
TOKEN = "token-of-the-test"
POOL = urllib3.PoolManager(retries=False)
REFERENCE = "CS-2026-ABCD"
CASE = f"/api/v1/cases/{REFERENCE}/"
LISTING = next(one for one in LISTINGS if one.shape is Shape.JSON_LD)

type Start = Callable[..., str]


@pytest.fixture
def market() -> Iterator[str]:
    """The address of a marketplace that the company may take listings from."""
    with Server(Marketplace(token=TOKEN), port=0) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield server.address
        server.shutdown()


@pytest.fixture
def start(market: str, httpserver: HTTPServer) -> Iterator[Start]:
    """Start a company with the given habits; returns its address."""
    running: list[tuple[Server, Company]] = []

    def started(*, answer: Answer = Answer.REMOVED, fail_first: int = 0) -> str:
        rules = Rules(
            api_base=httpserver.url_for("/"),
            api_key=KEY,
            marketplace_control=market,
            control_token=TOKEN,
            answer=answer,
            first_pause=0.01,
        )
        company = Company(secrets=[OTHER, SECRET], rules=rules, fail_first=fail_first)
        server = Server(company, port=0)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        running.append((server, company))
        return server.address

    yield started
    for server, company in running:
        server.shutdown()
        server.server_close()
        company.close()


def api(httpserver: HTTPServer, listing_address: str = LISTING.address) -> None:
    """A small stand-in for the REST API, with one case."""
    case = {"reference": REFERENCE, "listing": {"address": listing_address, "platform": "PasarKita", "item": "1"}}
    bearer = {"Authorization": f"Bearer {KEY}"}
    httpserver.expect_request(CASE, method="GET", headers=bearer).respond_with_json(case)
    for step in ("acknowledge", "answer"):
        httpserver.expect_request(f"{CASE}{step}/", method="POST", headers=bearer).respond_with_json({"ok": True})


def deliver(
    company: str, *, message_id: str = "msg_1", secret: str = SECRET, body: bytes = b"", kind: str = "case.sent"
) -> int:
    now = datetime.datetime.now(datetime.UTC)
    listing = {"address": LISTING.address, "platform": "PasarKita", "item": str(LISTING.number)}
    message = {"type": kind, "timestamp": now.isoformat(), "data": {"reference": REFERENCE, "listing": listing}}
    body = body or json.dumps(message).encode()
    headers = {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret).sign(message_id, now, body.decode()),
        "Content-Type": "application/json",
    }
    return POOL.request("POST", f"{company}/hooks/cyber-spotter", body=body, headers=headers).status


def kept(company: str) -> dict[str, Any]:
    everything: dict[str, Any] = POOL.request("GET", f"{company}/_control/cases").json()
    return everything


def settled(company: str, *states: str) -> list[str]:
    """The states of the cases, once one of `states` is reached."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        seen = [case["state"] for case in kept(company)["cases"]]
        if set(seen) & set(states):
            return seen
        time.sleep(0.02)
    raise AssertionError(f"still {kept(company)['cases']}")


def asked(httpserver: HTTPServer) -> list[str]:
    return [f"{request.method} {request.path}" for request, _reply in httpserver.log]


def look(market: str, listing: Listing) -> int:
    return POOL.request("GET", f"{market}/item/{listing.number}", headers={"Host": listing.host}).status


def test_a_signed_case_is_fetched_acknowledged_taken_down_and_answered(
    start: Start, httpserver: HTTPServer, market: str
) -> None:
    api(httpserver)
    company = start()
    assert look(market, LISTING) == 200
    assert deliver(company) == 204
    assert settled(company, "removed", "failed") == ["removed"]
    assert asked(httpserver) == [f"GET {CASE}", f"POST {CASE}acknowledge/", f"POST {CASE}answer/"]
    assert httpserver.log[2][0].json["outcome"] == "removed"
    assert look(market, LISTING) == 404


def test_each_step_has_an_idempotency_key_of_its_own(start: Start, httpserver: HTTPServer) -> None:
    api(httpserver)
    company = start()
    deliver(company)
    settled(company, "removed", "failed")
    keys = [request.headers.get("Idempotency-Key") for request, _reply in httpserver.log]
    assert (keys[0], len({*keys[1:]}), None in keys[1:]) == (None, 2, False)


def test_a_delivery_signed_by_somebody_else_is_refused(start: Start, httpserver: HTTPServer) -> None:
    stranger = "whsec_" + base64.b64encode(b"a secret that nobody gave to the company").decode()
    company = start()
    assert deliver(company, secret=stranger) == 401
    assert (kept(company)["cases"], asked(httpserver)) == ([], [])


@pytest.mark.parametrize("signature", ["", "v1", "v1,", "v1,%%%", "v2,AAAA", "v1,AAAA v1,BBBB"])
def test_a_malformed_signature_is_refused_and_not_a_crash(start: Start, signature: str) -> None:
    headers = {"webhook-id": "m", "webhook-timestamp": str(int(time.time())), "webhook-signature": signature}
    assert POOL.request("POST", f"{start()}/hooks/cyber-spotter", body=b"{}", headers=headers).status == 401


def test_an_unsigned_delivery_is_refused(start: Start) -> None:
    assert POOL.request("POST", f"{start()}/hooks/cyber-spotter", json={"type": "case.sent"}).status == 401


def test_a_second_delivery_of_the_same_id_has_no_second_effect(start: Start, httpserver: HTTPServer) -> None:
    api(httpserver)
    company = start()
    assert [deliver(company), deliver(company)] == [204, 204]
    settled(company, "removed", "failed")
    assert deliver(company) == 204
    time.sleep(0.3)
    assert len(httpserver.log) == 3
    assert kept(company)["deliveries_by_id"] == {"msg_1": 3}


def test_told_to_fail_it_takes_the_case_on_the_third_attempt(start: Start, httpserver: HTTPServer) -> None:
    api(httpserver)
    company = start(fail_first=2)
    assert [deliver(company) for _ in range(3)] == [500, 500, 204]
    assert settled(company, "removed", "failed") == ["removed"]


def test_a_company_that_sees_no_violation_leaves_the_listing(start: Start, httpserver: HTTPServer, market: str) -> None:
    api(httpserver)
    company = start(answer=Answer.NO_VIOLATION)
    deliver(company)
    assert settled(company, "no-violation", "failed") == ["no-violation"]
    assert (httpserver.log[2][0].json["outcome"], look(market, LISTING)) == ("no-violation", 200)


def test_a_silent_company_only_acknowledges(start: Start, httpserver: HTTPServer) -> None:
    api(httpserver)
    company = start(answer=Answer.NONE)
    deliver(company)
    settled(company, "acknowledged", "failed")
    assert asked(httpserver) == [f"GET {CASE}", f"POST {CASE}acknowledge/"]


def test_a_listing_of_somebody_else_is_answered_not_ours(start: Start, httpserver: HTTPServer) -> None:
    api(httpserver, listing_address="http://elsewhere.test/item/5")
    company = start()
    deliver(company)
    assert settled(company, "not-ours", "removed", "failed") == ["not-ours"]


def test_it_asks_again_when_the_api_is_away_for_a_moment(start: Start, httpserver: HTTPServer) -> None:
    httpserver.expect_oneshot_request(CASE).respond_with_data("later", status=503)
    api(httpserver)
    company = start()
    deliver(company)
    assert settled(company, "removed", "failed") == ["removed"]
    assert asked(httpserver)[:2] == [f"GET {CASE}", f"GET {CASE}"]


def test_it_gives_up_after_some_attempts_and_says_so(start: Start, httpserver: HTTPServer) -> None:
    httpserver.expect_request(CASE).respond_with_data("away", status=503)
    company = start()
    deliver(company)
    assert settled(company, "failed") == ["failed"]
    assert len(httpserver.log) == ATTEMPTS


def test_a_refused_key_is_not_tried_twice(start: Start, httpserver: HTTPServer) -> None:
    httpserver.expect_request(CASE).respond_with_data("no", status=403)
    company = start()
    deliver(company)
    assert settled(company, "failed") == ["failed"]
    assert len(httpserver.log) == 1


def test_another_event_is_kept_and_has_no_effect(start: Start, httpserver: HTTPServer) -> None:
    company = start()
    assert deliver(company, kind="ping") == 204
    assert (len(kept(company)["received"]), kept(company)["cases"], asked(httpserver)) == (1, [], [])


@pytest.mark.parametrize("body", [b"[]", b"no json", b'{"type": "case.sent"}', b'{"type": "case.sent", "data": []}'])
def test_a_signed_message_that_makes_no_sense_is_answered_400(start: Start, body: bytes) -> None:
    assert deliver(start(), body=body) == 400


def test_everything_it_got_is_kept_byte_for_byte(start: Start, httpserver: HTTPServer) -> None:
    api(httpserver)
    company = start()
    body = json.dumps({"type": "case.sent", "data": {"reference": REFERENCE, "note": "象牙  é"}}, ensure_ascii=False)
    deliver(company, body=body.encode())
    settled(company, "removed", "failed")
    everything = kept(company)
    assert base64.b64decode(everything["received"][0]["body"]).decode() == body
    assert ["webhook-id", "msg_1"] in everything["received"][0]["headers"]
    assert json.loads(base64.b64decode(everything["exchanges"][0]["body"]))["reference"] == REFERENCE
    assert KEY not in json.dumps(everything)


def test_a_person_sees_the_cases_and_no_markup_from_outside(start: Start, httpserver: HTTPServer) -> None:
    api(httpserver, listing_address="http://x.test/<script>")
    company = start()
    deliver(company)
    settled(company, "not-ours", "failed")
    page = POOL.request("GET", company).data.decode()
    assert (REFERENCE in page, "not-ours" in page, "<script>" in page) == (True, True, False)


def test_the_process_starts_from_its_environment_and_ends_cleanly() -> None:
    command = [sys.executable, "-m", "spotter.management.example.company", "--port", "0", "--answer", "none"]
    environment = {**os.environ, "WEBHOOK_SECRET": SECRET}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        address = process.stdout.readline().split()[-1]
        assert deliver(address, kind="ping") == 204
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=5) == 0
