"""What rows keep in English is shown in the reader's language; what nobody translated stays as it was written."""

import pytest
from django.utils import translation

from coalition.models import Taxon, taxon_word
from reports.capture.rules import reasons
from spotter.lib.languages import language_name
from spotter.lib.net.errors import FAILURES, REFUSALS
from spotter.templatetags.look import translated


@pytest.mark.parametrize("kept", [*reasons.ALL, *FAILURES.values(), *REFUSALS.values()])
def test_every_reason_for_a_page_state_has_indonesian_words(kept: str) -> None:
    with translation.override("id"):
        assert translated(kept) != kept


def test_the_detail_of_a_reason_stays_as_it_came() -> None:
    with translation.override("id"):
        shown = translated(f"{reasons.SAYS_GONE}: 404")
    assert shown == "server menyatakan halamannya sudah tidak ada (404)"


def test_no_reason_is_shown_as_nothing() -> None:
    with translation.override("id"):
        assert translated("") == ""


def test_a_taxon_has_its_indonesian_name() -> None:
    with translation.override("id"):
        assert Taxon(name="Tiger", cites_appendix="not listed").word == "Harimau"
        assert Taxon(name="Tiger", cites_appendix="not listed").appendix == "tidak tercantum"


def test_a_taxon_that_staff_added_keeps_its_name() -> None:
    with translation.override("id"):
        assert taxon_word("Saola") == "Saola"


def test_a_taxon_without_remarks_has_none() -> None:
    with translation.override("id"):
        assert (taxon_word(""), Taxon(name="Tiger").appendix) == ("", "")


@pytest.mark.parametrize(("code", "name"), [("vi", "Vietnam"), ("tlh", "tlh"), (None, "")])
def test_a_language_is_named_in_the_readers_words(code: str | None, name: str) -> None:
    with translation.override("id"):
        assert language_name(code) == name
