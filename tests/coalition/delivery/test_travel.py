"""A case travels over real HTTP until it is there, by the table, and has one effect."""

import datetime as dt
import json
import socket
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from pytest_django import Settings
from pytest_httpserver import HTTPServer
from standardwebhooks import Webhook
from werkzeug import Request, Response

from coalition.cases import actions as cases
from coalition.cases.queries import payload_of, whole_case
from coalition.delivery import actions, queries
from coalition.delivery.edges import webhook
from coalition.models import Attempt, Case, Delivery, Endpoint, Member
from spotter.audit.models import Event
from spotter.celery import app
from spotter.jobs.hands import task_name
from spotter.jobs.models import Job
from spotter.jobs.queue import lease_due
from tests import builders as make

pytestmark = pytest.mark.django_db

HOOK = "/hook/"


@pytest.fixture
def company(settings: Settings, httpserver: HTTPServer) -> Member:
    """Pasar, whose receiver gudang.test is a real server on loopback."""
    settings.RESOLVER_OVERRIDE = {"gudang.test": ("127.0.0.1", httpserver.port)}
    made = make.member()
    make.endpoint(made)
    return made


def answers(httpserver: HTTPServer, status: int, headers: dict[str, str] | None = None, body: str = "") -> None:
    httpserver.expect_request(HOOK, method="POST").respond_with_data(body, status=status, headers=headers)


def travel(case: Case) -> Delivery:
    """One attempt, as the worker does it."""
    make.work_off("deliver")
    return case.deliveries.get()


def travel_all(case: Case) -> Delivery:
    """Every attempt that the table allows, each at its due time."""
    while jobs := list(Job.objects.open().filter(kind="deliver")):
        with time_machine.travel(jobs[0].due + dt.timedelta(seconds=1), tick=False):
            make.work_off("deliver", until=timezone.now())
    return case.deliveries.get()


def pending() -> list[int]:
    return list(Job.objects.open().filter(kind="deliver").values_list("generation", flat=True))


# -- arriving ---------------------------------------------------------------------------------------------------------
def test_the_receiver_gets_the_case_signed_as_the_official_library_checks_it(
    company: Member, httpserver: HTTPServer
) -> None:
    answers(httpserver, 200)
    case = make.case(exhibits=(make.exhibit_part(),), title="象牙 pipa")
    before = payload_of(whole_case(case.pk))
    delivery = travel(case)
    (request, _response), *more = httpserver.log
    body = request.get_data()
    message = Webhook(queries.secret_of(Endpoint.objects.get())).verify(body, dict(request.headers))
    assert (message["type"], message["data"], more) == ("case.sent", before, [])
    assert (request.headers["webhook-id"], request.headers["Content-Type"]) == (delivery.event_id, "application/json")


def test_arriving_is_written_down(company: Member, httpserver: HTTPServer) -> None:
    answers(httpserver, 204)
    case = make.case()
    delivery = travel(case)
    case.refresh_from_db()
    assert (delivery.status, delivery.attempts_made, case.status, pending()) == ("delivered", 1, "delivered", [])
    assert delivery.attempts.values_list("number", "status_code", "error").get() == (1, 204, "")
    assert Event.objects.filter(of="delivery").values_list("what", flat=True).get() == "delivered"


def test_a_company_that_answers_while_the_message_is_under_way_stays_answered(
    company: Member, httpserver: HTTPServer
) -> None:
    case = make.case()
    cases.answer(case, "removed", "", through="portal", by=cases.Software("k1"), at=timezone.now())
    answers(httpserver, 200)
    delivery = travel(case)
    case.refresh_from_db()
    assert (delivery.status, case.status, case.outcome) == ("delivered", "answered", "removed")


def test_a_job_that_the_queue_brings_twice_is_one_message(company: Member, httpserver: HTTPServer) -> None:
    answers(httpserver, 200)
    make.case()
    (job,) = [each for each in lease_due(timezone.now() + dt.timedelta(seconds=1)) if each.kind == "deliver"]
    task = app.tasks[task_name("deliver")]
    for _ in range(2):
        task(job.id, job.publication)
    assert (len(httpserver.log), Attempt.objects.count()) == (1, 1)


def test_while_a_secret_rotates_the_old_one_still_verifies(company: Member, httpserver: HTTPServer) -> None:
    answers(httpserver, 200)
    endpoint = Endpoint.objects.get()
    old = queries.secret_of(endpoint)
    actions.rotate_secret(endpoint, by=make.agent(company), at=timezone.now())
    travel(make.case())
    request = httpserver.log[0][0]
    for secret in (old, queries.secret_of(endpoint)):
        assert Webhook(secret).verify(request.get_data(), dict(request.headers))["type"] == "case.sent"
    assert old != queries.secret_of(endpoint)


# -- failing ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("status", [301, 400, 404, 429, 500, 503])
def test_what_is_not_2xx_is_tried_again_in_five_seconds(company: Member, httpserver: HTTPServer, status: int) -> None:
    answers(httpserver, status, {"Location": "/elsewhere/"}, body="no")
    case = make.case()
    delivery = travel(case)
    case.refresh_from_db()
    pause = delivery.due - delivery.attempts.get().at
    assert dt.timedelta(seconds=4) <= pause <= dt.timedelta(seconds=6)
    assert (delivery.status, delivery.last_error, case.status, pending()) == ("waiting", f"HTTP {status}", "sent", [1])
    assert (len(httpserver.log), delivery.attempts.get().answer) == (1, "no")


def test_retry_after_is_obeyed(company: Member, httpserver: HTTPServer) -> None:
    answers(httpserver, 429, {"Retry-After": "600"})
    delivery = travel(make.case())
    assert delivery.due - delivery.attempts.get().at == dt.timedelta(minutes=10)


def test_a_receiver_that_hangs_up_is_a_failed_attempt(settings: Settings, unused_port: int) -> None:
    settings.RESOLVER_OVERRIDE = {"gudang.test": ("127.0.0.1", unused_port)}
    make.endpoint(make.member())
    delivery = travel(make.case())
    assert (delivery.attempts.get().status_code, delivery.last_error.partition(":")[0]) == (None, "connect")


@pytest.mark.parametrize("address", ["http://gudang.example.com/", "https://127.0.0.1/", "https://localhost/", "x"])
def test_an_address_that_the_door_refuses_is_never_connected_to(
    company: Member, httpserver: HTTPServer, address: str
) -> None:
    Endpoint.objects.update(address=address)
    delivery = travel(make.case())
    assert (delivery.attempts.get().status_code, httpserver.log) == (None, [])
    assert delivery.last_error != ""


def test_an_answer_full_of_garbage_is_kept_as_clean_text(company: Member, httpserver: HTTPServer) -> None:
    httpserver.expect_request(HOOK).respond_with_data(b"\x00\xff<b>" + b"x" * 5000, status=500)
    answer = travel(make.case()).attempts.get().answer
    assert (answer[:5], len(answer)) == ("\ufffd<b>x", 2000)


def test_ten_attempts_by_the_table_then_it_is_on_the_staffs_list(company: Member, httpserver: HTTPServer) -> None:
    answers(httpserver, 500)
    case = make.case()
    delivery = travel_all(case)
    times = list(delivery.attempts.order_by("number").values_list("at", flat=True))
    hours = (times[-1] - times[0]).total_seconds() / 3600
    assert (delivery.status, delivery.attempts_made, len(httpserver.log)) == ("dead", 10, 10)
    assert 0.8 * 75.5 <= hours <= 1.2 * 75.7
    assert {request.headers["webhook-id"] for request, _response in httpserver.log} == {delivery.event_id}
    assert [(row.reference, row.why) for row in queries.stuck(timezone.now())] == [(case.reference, "dead")]


def test_a_receiver_that_recovers_gets_it_once_more_and_no_further(company: Member, httpserver: HTTPServer) -> None:
    statuses = iter([500, 503, 200])

    def receive(_request: Request) -> Response:
        return Response(status=next(statuses))

    httpserver.expect_request(HOOK).respond_with_handler(receive)
    case = make.case()
    assert travel(case).status == "waiting"
    assert Endpoint.objects.get().failing_since is not None
    delivery = travel_all(case)
    codes = list(delivery.attempts.order_by("number").values_list("status_code", flat=True))
    assert (delivery.status, codes, Endpoint.objects.get().failing_since) == ("delivered", [500, 503, 200], None)


def test_410_closes_the_address_and_the_case_waits_for_another(company: Member, httpserver: HTTPServer) -> None:
    answers(httpserver, 410)
    case = make.case()
    delivery = travel(case)
    assert (Endpoint.objects.get().is_active, delivery.status, pending()) == (False, "waiting", [1])
    assert [row.why for row in queries.stuck(timezone.now())] == ["no-address"]


# -- without an address, and again ------------------------------------------------------------------------------------
def test_a_case_without_an_address_waits_visibly_and_goes_when_there_is_one(
    settings: Settings, httpserver: HTTPServer
) -> None:
    settings.RESOLVER_OVERRIDE = {"gudang.test": ("127.0.0.1", httpserver.port)}
    answers(httpserver, 200)
    case = make.case()
    waiting = travel(case)
    assert (waiting.status, waiting.attempts_made, pending()) == ("waiting", 0, [1])
    assert [row.why for row in queries.stuck(timezone.now())] == ["no-address"]
    actions.add_endpoint(
        case.member, "https://gudang.test/hook/", by=make.analyst("b@forest.example"), at=timezone.now()
    )
    assert (travel(case).status, queries.stuck(timezone.now())) == ("delivered", [])


def test_a_dead_delivery_sent_again_has_the_whole_table_before_it(company: Member, httpserver: HTTPServer) -> None:
    answers(httpserver, 500)
    case = make.case()
    dead = travel_all(case)
    assert actions.send_again(dead, by=make.analyst("b@forest.example"), at=timezone.now())
    delivery = travel_all(case)
    assert (delivery.status, delivery.attempts_made) == ("dead", 20)


def test_sending_a_waiting_delivery_again_hastens_its_job_and_makes_no_second(
    company: Member, httpserver: HTTPServer
) -> None:
    answers(httpserver, 429, {"Retry-After": "3600"})
    case = make.case()
    delivery = travel(case)
    actions.send_again(delivery, by=make.analyst("b@forest.example"), at=timezone.now())
    httpserver.clear()
    answers(httpserver, 200)
    assert (travel(case).status, pending()) == ("delivered", [])


def test_what_has_arrived_is_not_sent_again(company: Member, httpserver: HTTPServer) -> None:
    answers(httpserver, 200)
    delivery = travel(make.case())
    assert not actions.send_again(delivery, by=make.analyst("b@forest.example"), at=timezone.now())
    assert pending() == []


def test_a_case_that_was_withdrawn_does_not_travel(company: Member, httpserver: HTTPServer) -> None:
    case = make.case()
    Case.objects.update(status="void")
    assert (travel(case).attempts_made, httpserver.log, pending()) == (0, [], [])


# -- for staff --------------------------------------------------------------------------------------------------------
def test_a_delivery_is_late_after_an_hour(company: Member, httpserver: HTTPServer) -> None:
    answers(httpserver, 500)
    case = make.case()
    travel(case)
    now = timezone.now()
    found = [queries.stuck(now + dt.timedelta(minutes=minutes)) for minutes in (59, 61)]
    assert [[(row.reference, row.why) for row in rows] for rows in found] == [[], [(case.reference, "late")]]
    assert queries.stuck_count(now + dt.timedelta(minutes=61)) == 1


def test_the_staffs_list_costs_one_query_for_one_and_for_three(django_assert_num_queries: Any) -> None:
    for number in range(3):
        make.case(item=str(number))
        if number in (0, 2):
            with django_assert_num_queries(1):
                assert len(queries.stuck(timezone.now())) == number + 1


def test_nothing_of_a_volunteer_is_in_the_message(company: Member, httpserver: HTTPServer) -> None:
    volunteer = make.spotter("canary@mail.example")
    answers(httpserver, 200)
    travel(make.case())
    request = httpserver.log[0][0]
    message = request.get_data(as_text=True) + json.dumps(dict(request.headers))
    assert [word for word in (volunteer.handle, "canary") if word in message] == []


def test_a_receiver_that_never_answers_is_given_up_by_the_clock(settings: Settings) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        settings.RESOLVER_OVERRIDE = {"gudang.test": ("127.0.0.1", silent.getsockname()[1])}
        policy = replace(queries.policy(), deadline=0.3)
        sent = webhook.send("https://gudang.test/hook/", "msg_1", b"{}", (), at=timezone.now(), policy=policy)
    assert (sent.status_code, sent.error.partition(":")[0]) == (None, "timeout")
