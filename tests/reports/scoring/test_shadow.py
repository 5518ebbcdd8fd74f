"""A proposed word or model runs in the shadow: it shows what would change, and counts only when it is published."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from coalition.models import Lexicon, Role, Taxon, Term, User
from reports import line
from reports.lifecycle import Reason, Status
from reports.models import Decision, Listing, Score, ShadowChange, ShadowRun
from reports.scoring.actions import shadow as actions
from reports.scoring.queries.shadow import page
from reports.scoring.queries.weighing import lexicon_now
from reports.scoring.rules.features import known_hash, units
from reports.scoring.rules.folding import fold
from reports.scoring.rules.lexicon import lexicon_from_rows
from reports.scoring.rules.receipt import Subject
from reports.scoring.rules.shadow import Moves, Proposal, Sieve, lexicon_with, summed, word_of
from reports.scoring.rules.weighing import weigh
from spotter.audit.models import Event
from spotter.jobs import queue
from tests import builders
from tests.reports.scoring.test_models import candidate

pytestmark = pytest.mark.django_db

WORD = {
    "text": "gombluk tuo", "language": "id", "kind": "product", "taxon": "elephant", "product": "ivory", "gloss": "",
    "group": "", "strength": "", "status": "listed",
}  # fmt: skip
OFFER = "Dijual gombluk tuo, ready stock, harga nego"
CHAIR = "Dijual kursi plastik"


@pytest.fixture
def lead() -> User:
    return builders.person(Role.LEAD_ANALYST, "lead@forest.example", ngo=builders.ngo())


def past(text: str = OFFER, why: str = "", **fields: Any) -> Listing:
    """A listing that was looked at, decided where `why` says so."""
    verdict = "" if not why else "confirmed" if why == Reason.PROTECTED_SPECIES else "dismissed"
    found = builders.listing(Status(verdict) if verdict else Status.READY, title="", **fields)
    builders.capture(found, text=text, title="")
    if verdict:
        by = User.objects.filter(role="analyst").first() or builders.analyst()
        Decision.objects.create(listing=found, verdict=verdict, reason=why, basis="law", by=by, at=timezone.now())
    return found


def tried(lead: User, **what: Any) -> ShadowRun:
    """A run that has gone through all past listings."""
    run = actions.ask(by=lead, now=timezone.now(), **what or {"word": WORD})
    assert run is not None
    builders.work_off(line.SHADOW)
    run.refresh_from_db()
    return run


# -- rules ------------------------------------------------------------------------------------------------------------
def test_the_lexicon_in_the_shadow_has_the_word_and_the_one_in_use_has_not() -> None:
    base = lexicon_from_rows("1", [WORD | {"text": "gading"}])
    with_it = lexicon_with(base, word_of(WORD))
    without = lexicon_with(with_it, word_of(WORD | {"status": "retired"}))
    assert [[term.text for term in one.terms] for one in (base, with_it, without)] == [
        ["gading"],
        ["gading", "gombluk tuo"],
        ["gading"],
    ]


@pytest.mark.parametrize(
    ("text", "held"),
    [(OFFER, True), ("GOMBLUK  TUO", True), ("g.o.m.b.l.u.k tuo", True), ("gombluktuo", False), (CHAIR, False)],
)
def test_a_sieve_finds_the_word_in_every_spelling_that_scoring_reads(text: str, held: bool) -> None:
    assert Sieve(word_of(WORD)).holds(Subject(text=text)) is held


def test_a_listing_without_the_word_does_not_change() -> None:
    base = lexicon_from_rows("1", [WORD | {"text": "gading"}])
    proposal = Proposal(lexicon_with(base, word_of(WORD)), None, Sieve(word_of(WORD)))
    shifts = [proposal.shift(Subject(text=text), weigh(Subject(text=text), base)) for text in (OFFER, CHAIR)]
    assert [shift and (shift.before_band, shift.steps > 0) for shift in shifts] == [("low", True), None]


def test_moves_are_summed_by_way_and_decision() -> None:
    assert summed([(2, "confirmed"), (1, ""), (-1, "dismissed"), (0, "confirmed")]) == (
        Moves(confirmed=1, undecided=1),
        Moves(dismissed=1),
        Moves(confirmed=1),
    )


# -- past listings ----------------------------------------------------------------------------------------------------
def test_what_would_move_is_shown_with_what_staff_decided(lead: User) -> None:
    past(why=Reason.PROTECTED_SPECIES)
    past(why=Reason.LOOK_ALIKE)
    past()
    past(CHAIR)

    run = tried(lead)
    shown = page(run)

    assert (run.state, run.weighed, run.changes.count()) == ("new", 4, 3)
    assert (shown["up"], shown["down"].listings) == (Moves(confirmed=1, dismissed=1, undecided=1), 0)


def test_nothing_counts_before_it_is_published(lead: User) -> None:
    found = past()
    before = lexicon_now().number
    tried(lead)

    assert (lexicon_now().number, Term.objects.count(), Lexicon.objects.count()) == (before, 0, 0)
    assert (Score.objects.count(), Listing.objects.get(pk=found.pk).status) == (0, "ready")


def test_past_listings_are_tried_in_batches_that_go_on_where_the_last_one_ended(
    lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reports.scoring.queries.shadow.BATCH", 2)
    for _n in range(5):
        past()

    run = tried(lead)

    assert (run.state, run.weighed, run.changes.count()) == ("new", 5, 5)


def test_the_sample_is_bounded(lead: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.scoring.queries.shadow.SAMPLE_WORD", 3)
    for _n in range(5):
        past()

    assert tried(lead).weighed == 3


def test_a_word_taken_out_lets_listings_move_down(lead: User) -> None:
    Taxon.objects.create(key="elephant", group="mammal_part", name="Elephant")
    actions.publish(tried(lead), by=lead, now=timezone.now())
    past(why=Reason.LOOK_ALIKE)

    run = tried(lead, word=WORD | {"status": "retired"})

    assert (page(run)["down"], page(run)["up"].listings) == (Moves(dismissed=1), 0)


def test_a_model_is_tried_as_a_whole(lead: User) -> None:
    past("象牙手镯 出售")
    model = candidate()
    text = model.weights.replace('"rule": 1.0', '"rule": 0.1').replace('"taxa": []', '"taxa": ["elephant"]')
    text = text.replace('"intercept": 0.0', '"intercept": -3.0')
    known = '"known": [' + ", ".join(str(number) for number in _known("象牙手镯 出售")) + "]"
    model.weights = text.replace('"known": []', known).replace("learned-1", "learned-9")
    model.version = "learned-9"
    model.save()

    run = tried(lead, model=model)

    assert page(run)["down"].listings == 1


def _known(text: str) -> list[int]:
    """What a model that has seen this text knows."""
    return [known_hash(unit) for unit in units(None, fold(text))]


# -- new listings -----------------------------------------------------------------------------------------------------
def weighed_now(text: str) -> Score:
    """A listing that comes in while the run is open."""
    found = builders.listing(Status.CAPTURED, title="")
    builders.capture(found, text=text, title="")
    queue.add(line.SCORE, found.code)
    builders.work_off(line.SCORE, line.SHADOW_NEW)
    return Score.objects.get(listing=found)


def test_new_listings_are_tried_silently_as_they_come(lead: User) -> None:
    run = tried(lead)

    score = weighed_now(OFFER)
    weighed_now(CHAIR)

    run.refresh_from_db()
    change = ShadowChange.objects.get()
    assert (run.weighed_new, change.is_new, change.before) == (2, True, score.value)
    assert (score.band, change.after_band) == ("low", "likely")


def test_what_fails_in_the_shadow_holds_up_no_score(lead: User) -> None:
    ShadowRun.objects.filter(pk=tried(lead).pk).update(word={"text": "x", "kind": "no kind"})
    found = builders.listing(Status.CAPTURED, title="")
    builders.capture(found, text=OFFER, title="")
    queue.add(line.SCORE, found.code)

    assert builders.work_off(line.SCORE) == [line.SCORE]
    assert Listing.objects.get(pk=found.pk).status == "ready"


def test_an_ended_run_looks_at_nothing_more(lead: User) -> None:
    run = tried(lead)
    actions.drop(run, by=lead, now=timezone.now())

    weighed_now(OFFER)

    run.refresh_from_db()
    assert (run.state, run.weighed_new, ShadowChange.objects.count()) == ("dropped", 0, 0)


# -- publishing and dropping ------------------------------------------------------------------------------------------
def test_a_published_word_is_a_term_of_the_next_lexicon_and_the_shipped_ones_stay(lead: User) -> None:
    Taxon.objects.create(key="elephant", group="mammal_part", name="Elephant")
    run = tried(lead)

    actions.publish(run, by=lead, now=timezone.now())

    term = Term.objects.get(text="gombluk tuo")
    assert (term.status, term.source, term.taxon and term.taxon.key) == ("listed", f"shadow run {run.pk}", "elephant")
    assert len(lexicon_now().terms) > 3_000
    assert weighed_now(OFFER).band == "likely"


def test_a_published_model_weighs(lead: User) -> None:
    model = candidate()
    actions.publish(tried(lead, model=model), by=lead, now=timezone.now())

    model.refresh_from_db()
    assert model.published_by == lead.handle


def test_it_is_ended_once(lead: User) -> None:
    run = tried(lead)

    told = [actions.drop(run, by=lead, now=timezone.now()), actions.publish(run, by=lead, now=timezone.now())]

    assert (told, Term.objects.count()) == ([True, False], 0)
    assert list(Event.objects.filter(of="shadow-run").order_by("number").values_list("what", flat=True)) == [
        "try",
        "drop",
    ]


def test_five_runs_may_be_open_at_once(lead: User) -> None:
    asked = [actions.ask(by=lead, now=timezone.now(), word=WORD) for _n in range(6)]

    assert [run is not None for run in asked] == [True] * 5 + [False]


# -- the pages --------------------------------------------------------------------------------------------------------
@pytest.fixture
def desk(client: Client, lead: User) -> Client:
    """The lead's browser."""
    Taxon.objects.create(key="elephant", group="mammal_part", name="Elephant")
    client.force_login(lead)
    return client


def test_a_lead_tries_a_word_sees_it_move_and_publishes(desk: Client) -> None:
    past(why=Reason.PROTECTED_SPECIES)
    given = {"do": "add", "text": "gombluk tuo", "language": "id", "kind": "product", "taxon": "elephant"}

    where = desk.post("/staff/scoring/shadow/try/", given)["Location"]
    builders.work_off(line.SHADOW)
    shown = desk.get(where).content.decode()
    desk.post(f"{where}publish/")

    assert ("1 confirmed, 0 dismissed, 0 undecided" in shown, "It counts in no score yet." in shown) == (True, True)
    assert "Published" in desk.get(where).content.decode()
    assert Term.objects.filter(text="gombluk tuo").exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"text": "x"}, "at least two"),
        ({"text": "‌‍"}, "Nothing is left of this word"),
        ({"taxon": ""}, "Say what this word names."),
        ({"text": "gading gajah"}, "has this word already"),
        ({"do": "retire"}, "has no such word"),
        ({"kind": "anything"}, "not one of the available choices"),
    ],
    ids=["one letter", "nothing", "no taxon", "known", "unknown to take out", "unknown kind"],
)
def test_a_useless_word_is_refused_with_the_reason_and_stays_typed(
    desk: Client, given: dict[str, str], said: str
) -> None:
    whole = {"do": "add", "text": "gombluk tuo", "language": "id", "kind": "product", "taxon": "elephant"}

    answer = desk.post("/staff/scoring/shadow/try/", whole | {"gloss": "old tusk"} | given)

    page = answer.content.decode()
    assert (answer.status_code, said in page, "old tusk" in page) == (422, True, True)
    assert ShadowRun.objects.count() == 0


def test_a_look_alike_is_tried_too(desk: Client) -> None:
    past("ivory gombluk dress")
    given = {"do": "add", "text": "ivory gombluk", "language": "en", "kind": "look-alike", "taxon": "elephant"}
    desk.post("/staff/scoring/shadow/try/", given)
    builders.work_off(line.SHADOW)

    shown = page(ShadowRun.objects.get())

    assert (shown["row"].word["group"], shown["changes"][0]["steps"] <= 0) == ("elephant", True)


def test_a_word_that_stands_in_too_many_listings_is_warned_of(desk: Client, lead: User) -> None:
    ShadowRun.objects.filter(pk=builders.shadow_run(*[builders.listing() for _n in range(7)]).pk).update(weighed=300)

    shown = desk.get(f"/staff/scoring/shadow/{ShadowRun.objects.get().pk}/").content.decode()

    assert "more than 2 of 100" in shown


def test_an_analyst_looks_and_has_no_button(client: Client) -> None:
    run = builders.shadow_run(builders.listing())
    client.force_login(builders.analyst())

    pages = [
        client.get(path).content.decode() for path in ("/staff/scoring/shadow/", f"/staff/scoring/shadow/{run.pk}/")
    ]

    assert [("gading tua" in shown, "/try/" in shown, "/publish/" in shown) for shown in pages] == [
        (True, False, False),
    ] * 2


def test_from_the_page_of_words_one_is_tried_without_it(desk: Client) -> None:
    form = desk.get("/staff/scoring/shadow/?do=retire&text=gading+gajah&language=id&kind=product").context["form"]

    assert [form[name].value() for name in ("do", "text", "language", "kind")] == [
        "retire",
        "gading gajah",
        "id",
        "product",
    ]
