"""`load_shipped` lays what ships, once; what a person changed stays."""

import pytest
from django.core.management import call_command

from coalition.models import Exemption, Platform, Taxon, Term

pytestmark = pytest.mark.django_db


def test_what_ships_is_loaded_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_shipped")

    said = capsys.readouterr().out
    assert f"{Taxon.objects.count()} taxa, {Term.objects.values('language').distinct().count()} languages" in said
    assert f"{Platform.objects.count()} platforms" in said
    assert min(Taxon.objects.count(), Exemption.objects.count()) > 20


def test_a_second_time_nothing_is_doubled_and_nothing_changed_back() -> None:
    call_command("load_shipped")
    before = (Taxon.objects.count(), Term.objects.count(), Platform.objects.count(), Exemption.objects.count())
    Taxon.objects.filter(key="elephant").update(note="checked")

    call_command("load_shipped")

    assert (Taxon.objects.count(), Term.objects.count(), Platform.objects.count(), Exemption.objects.count()) == before
    assert Taxon.objects.get(key="elephant").note == "checked"
