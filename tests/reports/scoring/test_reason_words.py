"""Every reason that scoring can give has a sentence, a word for its kind, and one key for rows and receipts alike."""

import pytest
from django.utils import timezone

from reports.lifecycle import Status
from reports.models import Decision, Score
from reports.reasons import WORDED, Record, key_of
from reports.scoring.actions.scores import keep_score
from reports.scoring.queries.records import KINDS, decided_in
from reports.scoring.rules.receipt import Subject
from reports.scoring.rules.weighing import weigh
from reports.scoring.tasks import count_reasons
from reports.triage.queries.receipts import SENTENCES, record_words, sentence
from spotter.audit.acts import act
from tests import builders
from tests.reports.scoring.shipped import shipped_lexicon
from tests.reports.scoring.test_terms import counted
from tests.reports.scoring.test_weighing import listings

pytestmark = pytest.mark.django_db

# All that spotters, pages and history can say at once.
FACTS = {
    "price": "20 USD", "page_state": "gone", "spotter_reasons": ("species",), "spotter_taxon": "elephant",
    "spotter_kind": "live", "spotter_offer": True, "picture_before": "confirmed", "seller_before": "dismissed",
    "spotter_record": "often-right",
}  # fmt: skip
TEXTS = ("i.v.o.r.y tusk 3 kg, i v o r y", "striped t-shirt, ivory", "ivory")


def lines() -> list[dict[str, object]]:
    """One line of a receipt for every reason that the test set and these facts bring about."""
    subjects = [Subject(title=row["title"], text=row["text"], language=row["language"]) for row in listings()]
    subjects += [Subject(text=text, **FACTS) for text in TEXTS]  # type: ignore[arg-type]
    found = {}
    for subject in subjects:
        for reason in weigh(subject, shipped_lexicon()).receipt:
            said = {"term": reason.term, "language": reason.language, "group": reason.group, "gloss": reason.gloss}
            found[reason.code] = {"reason": reason.code, "points": reason.points, **said}
    return list(found.values())


def test_the_words_of_kinds_and_sentences_name_the_same_reasons() -> None:
    assert set(KINDS) == set(SENTENCES)


def test_every_reason_that_comes_about_can_be_told() -> None:
    told = {line["reason"]: sentence(line) for line in lines()}

    assert (len(told) >= 20, [code for code, words in told.items() if not words]) == (True, [])


def test_what_the_lexicon_finds_is_known_by_its_word_and_nothing_else_is() -> None:
    named = {str(line["reason"]): bool(key_of(line).term) for line in lines()}

    assert {code for code, has_word in named.items() if has_word} == WORDED & named.keys()


def test_the_database_knows_each_reason_under_the_same_key() -> None:
    found = builders.listing(Status.CONFIRMED)
    given = lines()
    builders.score(found, receipt=given)
    Decision.objects.create(
        listing=found, verdict="confirmed", reason="protected-species", by=builders.analyst(), at=timezone.now()
    )

    counted = decided_in(timezone.now().date().replace(day=1))

    assert {group.shelf.key for group in counted} == {key_of(line) for line in given}
    assert {group.shelf.key: group.points for group in counted} == {
        key_of(line): float((line["points"] > 0) - (line["points"] < 0))  # type: ignore[operator]
        for line in given
    }


def test_a_score_keeps_what_was_known_of_its_reasons_then() -> None:
    counted("gading", 41, 46, reason="ambiguous-term")
    found = builders.listing(Status.CAPTURED)
    verdict = weigh(Subject(title="gading", language="id"), shipped_lexicon())
    with act(by=None, at=timezone.now(), part="score") as done:
        keep_score(done, found, None, verdict)

    counted("gading", 0, 10, reason="ambiguous-term", lexicon="2")

    (line,) = [line for line in Score.objects.get().receipt if line["reason"] == "ambiguous-term"]
    assert (line["right"], line["of"]) == (41, 46)


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (Record(), ""),
        (Record(1, 1), "right 1 of 1 time"),
        (Record(0, 4), "right 0 of 4 times"),
        (Record(41, 46), "right 41 of 46 times, likely 77 to 95 of 100"),
        (Record(2, 4, 1), "right 2 of 4 times, struck once"),
        (Record(41, 46, 3), "right 41 of 46 times, likely 77 to 95 of 100, struck 3 times"),
    ],
)
def test_a_record_in_words(record: Record, words: str) -> None:
    assert record_words(record) == words


def test_a_listing_decided_twice_counts_by_its_last_decision() -> None:
    found, by = builders.listing(Status.DISMISSED), builders.analyst()
    builders.score(found)
    for verdict, why in (("confirmed", "protected-species"), ("dismissed", "look-alike")):
        Decision.objects.create(listing=found, verdict=verdict, reason=why, by=by, at=timezone.now())

    count_reasons()

    (group,) = decided_in(timezone.now().date().replace(day=1))
    assert (group.verdict, group.listings) == ("dismissed", 1)
