"""What the REST API takes and gives, as clean values and for the OpenAPI page."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from coalition.cases.rules import COMPANY_STATUSES, OUTCOMES
from spotter.lib.text import clean_text

MOST_ROWS = 100


class WordField(serializers.CharField):
    """One of a few words; a wrong one is answered with the list and never repeated."""

    def __init__(self, words: tuple[str, ...], **options: Any) -> None:
        self.words = words
        super().__init__(max_length=60, **options)

    def to_internal_value(self, data: Any) -> str:
        """The word, if it is one of ours."""
        if not isinstance(data, str) or data not in self.words:
            raise serializers.ValidationError(_("Use one of: %(words)s.") % {"words": ", ".join(self.words)})
        return data


class ListQuery(serializers.Serializer[Any]):
    """The words after the question mark of a list."""

    since = serializers.DateTimeField(required=False, help_text="Only cases created at this time or later.")
    status = WordField(COMPANY_STATUSES, required=False, help_text="open, acknowledged, answered or closed.")
    limit = serializers.IntegerField(required=False, min_value=1, max_value=MOST_ROWS, default=50)
    cursor = serializers.CharField(required=False, max_length=2000, help_text="`next_cursor` of the page before.")


class AnswerIn(serializers.Serializer[Any]):
    """A company's answer."""

    outcome = WordField(tuple(OUTCOMES), help_text="removed, disabled, restricted, seller-warned …")
    note = serializers.CharField(required=False, allow_blank=True, max_length=2000, default="")

    def validate_note(self, value: str) -> str:
        """As the database can hold it."""
        return clean_text(value, limit=2000, lines=True)


class ListingOut(serializers.Serializer[Any]):
    """The listing of a case."""

    address = serializers.CharField()
    item = serializers.CharField()
    title = serializers.CharField()
    language = serializers.CharField()
    price = serializers.CharField()
    seller = serializers.CharField()
    platform = serializers.CharField()


class NotifierOut(serializers.Serializer[Any]):
    """The organisation that sends the notice."""

    name = serializers.CharField()
    email = serializers.CharField()


class ExhibitOut(serializers.Serializer[Any]):
    """One exhibit of a case."""

    number = serializers.IntegerField()
    kind = serializers.CharField()
    media_type = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    address = serializers.CharField()


class PackOut(serializers.Serializer[Any]):
    """The evidence pack of a case."""

    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    address = serializers.CharField()


class CaseOut(serializers.Serializer[Any]):
    """A case as webhook and REST give it: the same fields as `CasePayload`."""

    version = serializers.IntegerField()
    reference = serializers.CharField()
    status = serializers.CharField()
    outcome = serializers.CharField()
    created_at = serializers.DateTimeField()
    acknowledged_at = serializers.DateTimeField(allow_null=True)
    answered_at = serializers.DateTimeField(allow_null=True)
    occurrence = serializers.IntegerField()
    listing = ListingOut()
    taxon_key = serializers.CharField()
    taxon_name = serializers.CharField()
    reason = serializers.CharField()
    basis = serializers.CharField()
    explanation = serializers.CharField()
    policy = serializers.CharField()
    marked_words = serializers.ListField(child=serializers.CharField())
    first_seen_at = serializers.DateTimeField()
    last_seen_at = serializers.DateTimeField()
    independent_reports = serializers.IntegerField()
    evidence_sha256 = serializers.CharField()
    notifier = NotifierOut()
    good_faith = serializers.CharField()
    exhibits = ExhibitOut(many=True)
    evidence_pack = PackOut(allow_null=True)


class CaseList(serializers.Serializer[Any]):
    """One page of cases, and how to get the next."""

    cases = CaseOut(many=True)
    next_cursor = serializers.CharField(allow_null=True)
    ordering = serializers.CharField(help_text="Always created_at,id: oldest first.")


class AcknowledgedOut(serializers.Serializer[Any]):
    """What an acknowledgement led to."""

    reference = serializers.CharField()
    status = serializers.CharField()


class StatementOut(serializers.Serializer[Any]):
    """The codes for the company's statement of reasons (DSA)."""

    decision_visibility = serializers.ListField(child=serializers.CharField())
    decision_account = serializers.CharField()
    decision_ground = serializers.CharField()
    category = serializers.CharField()
    category_specification = serializers.ListField(child=serializers.CharField())
    source_type = serializers.CharField()


class AnswerOut(serializers.Serializer[Any]):
    """What an answer led to."""

    reference = serializers.CharField()
    outcome = serializers.CharField()
    at = serializers.DateTimeField()
    applied = serializers.BooleanField()
    why_not_applied = serializers.CharField()
    statement_of_reasons = StatementOut(allow_null=True)


class FieldProblem(serializers.Serializer[Any]):
    """One value that can't be taken."""

    field = serializers.CharField()
    detail = serializers.CharField()


class ProblemOut(serializers.Serializer[Any]):
    """An error by RFC 9457; `detail` says what to do."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = FieldProblem(many=True, required=False)  # type: ignore[assignment]
