"""A case is opened once, and its answers are applied once."""

from dataclasses import replace

import pytest
from django.utils import timezone

from coalition.cases import actions
from coalition.cases.rules import OUTCOMES, Parcel
from coalition.models import Answer, Case, CaseStatus, Delivery, Outcome, User
from spotter.audit.acts import act
from spotter.audit.models import Event
from spotter.jobs.models import Job
from tests import builders as make

pytestmark = pytest.mark.django_db


def opened(parcel: Parcel) -> Case:
    by = User.objects.filter(role="analyst").first() or make.analyst()
    with act(by=by, at=timezone.now()) as done:
        return actions.open_case(done, parcel, by=by)


def answered(case: Case, outcome: str, note: str = "") -> Answer:
    return actions.answer(case, outcome, note, through="rest", by=actions.Software("k1"), at=timezone.now())


def events(of: str) -> list[str]:
    return list(Event.objects.filter(of=of).order_by("number").values_list("what", flat=True))


def answer_jobs(case: Case) -> list[int]:
    jobs = Job.objects.filter(kind="answered", ref=case.reference)
    return list(jobs.order_by("generation").values_list("generation", flat=True))


def test_opening_leaves_one_delivery_for_each_active_address_and_its_job() -> None:
    company = make.member()
    make.endpoint(company, "https://a.test/")
    make.endpoint(company, "https://b.test/")
    case = opened(make.parcel(make.platform(company)))
    sent_to = case.deliveries.order_by("endpoint_id").values_list("endpoint__address", "event_id")
    assert [address for address, _id in sent_to] == ["https://a.test/", "https://b.test/"]
    assert set(Job.objects.filter(kind="deliver").values_list("ref", flat=True)) == {ref for _address, ref in sent_to}


def test_without_an_address_the_delivery_waits() -> None:
    delivery = opened(make.parcel()).deliveries.get()
    assert (delivery.endpoint, delivery.status) == (None, "waiting")


def test_the_same_listing_is_forwarded_once() -> None:
    parcel = make.parcel()
    first = opened(parcel)
    assert opened(replace(parcel, explanation="Again.")) == first
    assert (Case.objects.count(), Delivery.objects.count(), events("case")) == (1, 1, ["opened"])


def test_a_listing_that_came_back_is_a_new_case() -> None:
    parcel = make.parcel()
    assert opened(parcel).reference != opened(replace(parcel, occurrence=2)).reference


def test_an_incomplete_notice_is_named_and_not_opened() -> None:
    with pytest.raises(actions.Incomplete) as refused:
        opened(make.parcel(explanation=""))
    assert refused.value.missing == ("explanation",)
    assert Case.objects.count() == 0


def test_exhibits_are_numbered_as_chosen() -> None:
    parts = (make.exhibit_part("red"), make.exhibit_part("blue"))
    case = opened(make.parcel(exhibits=parts))
    found = case.exhibits.order_by("number").values_list("number", "sha256")
    assert list(found) == [(1, parts[0].sha256), (2, parts[1].sha256)]


def test_acknowledging_twice_is_one_event() -> None:
    case, by = make.case(), actions.Software("k1")
    said = [actions.acknowledge(case, by=by, at=timezone.now()) for _ in range(2)]
    assert (said, events("case")) == ([True, False], ["opened", "acknowledged"])


def test_an_answer_is_applied_with_its_job_and_event() -> None:
    case = make.case()
    assert answered(case, "removed").applied
    case.refresh_from_db()
    assert (case.status, case.outcome, answer_jobs(case)) == ("answered", "removed", [1])
    assert events("case") == ["opened", "answered"]


def test_the_same_answer_twice_is_one_effect() -> None:
    case = make.case()
    assert answered(case, "removed", "done") == answered(case, "removed", "done")
    assert (Answer.objects.count(), answer_jobs(case), events("case")) == (1, [1], ["opened", "answered"])


def test_new_words_with_the_same_answer_are_kept_and_change_nothing() -> None:
    case = make.case()
    answered(case, "removed")
    kept = answered(case, "removed", "and the account too")
    assert (kept.applied, kept.why_not_applied) == (False, "the same outcome was given before")
    assert (Answer.objects.count(), answer_jobs(case)) == (2, [1])


def test_a_company_may_correct_itself_and_go_back() -> None:
    case = make.case()
    for outcome in ("removed", "no-violation", "removed"):
        assert answered(case, outcome).applied
    assert answer_jobs(case) == [1, 2, 3]


@pytest.mark.parametrize("status", [CaseStatus.VOID, CaseStatus.CLOSED])
def test_an_answer_to_a_case_out_of_play_is_kept_with_the_reason(status: CaseStatus) -> None:
    case = make.case()
    Case.objects.update(status=status)
    kept = answered(case, "removed")
    assert (kept.applied, kept.why_not_applied) == (False, f"the case is {status.value}")
    case.refresh_from_db()
    assert (case.status, case.outcome, answer_jobs(case)) == (status, "", [])


def test_an_unknown_outcome_is_refused() -> None:
    with pytest.raises(actions.UnknownOutcome):
        answered(make.case(), "vanished")
    assert Answer.objects.count() == 0


def test_arriving_never_takes_back_what_the_company_did() -> None:
    case = make.case()
    answered(case, "removed")
    actions.mark_travel(case, delivered=True, at=timezone.now())
    case.refresh_from_db()
    assert case.status == "answered"
    assert case.delivered_at is not None


def test_every_outcome_that_a_company_can_store_has_a_meaning() -> None:
    assert set(OUTCOMES) == set(Outcome.values)
