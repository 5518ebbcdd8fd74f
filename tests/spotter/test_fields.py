"""Forms that share their fields."""

from copy import deepcopy

from django import forms

from reports.intake.forms import ReportForm
from spotter.lib.fields import sharing_fields


@sharing_fields
class Wide(forms.Form):
    word = forms.CharField(required=False)
    kind = forms.ChoiceField(choices=[("a", "A")])


class Wider(Wide):
    more = forms.CharField(required=False)


def test_two_forms_have_the_very_same_fields() -> None:
    assert Wide().fields["word"] is Wide().fields["word"]


def test_a_field_that_is_put_in_place_of_another_stands_in_one_form_alone() -> None:
    one, other = Wide(), Wide()

    one.fields["kind"] = deepcopy(one.fields["kind"])
    one.fields["kind"].choices = [("b", "B")]  # type: ignore[attr-defined]
    del one.fields["word"]

    assert "word" in other.fields
    assert (Wide({"kind": "a"}).is_valid(), Wide({"kind": "b"}).is_valid()) == (True, False)


def test_what_one_form_was_sent_is_not_in_the_next() -> None:
    sent = Wide({"word": "象牙", "kind": "c"})

    assert not sent.is_valid()
    assert (Wide()["word"].value(), Wide({"kind": "a"}).errors) == (None, {})


def test_a_form_made_out_of_it_copies_its_fields_as_any_form() -> None:
    assert Wider().fields["word"] is not Wider().fields["word"]


def test_the_taxa_of_one_report_form_are_not_those_of_another() -> None:
    def form(*names: str) -> ReportForm:
        taxa = [(name, name.title()) for name in names]
        return ReportForm(owner="", platforms=(), test_hosts=frozenset(), taxa=lambda: taxa)

    first, second = form("elephant"), form("pangolin", "tiger")

    assert ("Elephant" in str(first["taxon_key"]), "Elephant" in str(second["taxon_key"])) == (True, False)
