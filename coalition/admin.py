"""The admin site of the coalition wing: reference data can be changed, cases and deliveries can be looked at."""

from typing import Any, Final

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coalition.knowledge.rules.tables import wrong_text
from coalition.models import (
    SPOTTERS,
    Case,
    Delivery,
    Distinction,
    Endpoint,
    Exemption,
    Member,
    Ngo,
    Platform,
    PlatformHost,
    PolicyLine,
    ReportedFigure,
    Taxon,
    Term,
    User,
)
from coalition.models import Group as SpotterGroup
from coalition.people.queries import person_of
from spotter.audit.acts import act
from spotter.lib.desk import AnyAdmin, LookOnly

# These would show people's addresses, keys and whereabouts; roles are code here, not groups.
for hidden in (EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken, UserSession, Group):
    if admin.site.is_registered(hidden):
        admin.site.unregister(hidden)


class Reference(AnyAdmin):
    """Reference data: every change leaves its event."""

    actions = None
    list_per_page = 50

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        """The row and its event in one transaction."""
        with act(by=person_of(request), at=timezone.now()) as done:
            super().save_model(request, obj, form, change)
            self._record(done, "changed" if change else "added", obj, fields=sorted(form.changed_data))

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        """The event stays when the row goes."""
        with act(by=person_of(request), at=timezone.now()) as done:
            self._record(done, "deleted", obj)
            super().delete_model(request, obj)

    def _record(self, done: Any, what: str, obj: Model, **facts: Any) -> None:
        done.record(what, of=str(obj._meta.model_name), ref=str(obj)[:80], row=obj.pk, **facts)


class Kept(Reference):
    """Reference data that other rows stand on: it is changed, never deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody."""
        return False


@admin.register(User)
class UserAdmin(Kept):
    """Who may do what; who they are stays with them."""

    fields = (
        "handle",
        "address",
        "role",
        "ngo",
        "group",
        "member",
        "is_active",
        "is_staff",
        "language",
        "joined_at",
        "pledged_at",
    )
    readonly_fields = ("handle", "address", "language", "joined_at", "pledged_at")
    list_display = ("handle", "role", "ngo", "group", "member", "is_active", "is_staff")
    list_select_related = ("ngo", "group", "member")
    list_filter = ("role", "group", "is_active", "is_staff")
    # Somebody who tells us their address can be found; nobody can leaf through addresses.
    search_fields = ("handle", "=email")

    @admin.display(description=_("E-mail address"))
    def address(self, person: User) -> str:
        """Of colleagues; a volunteer's is for the data steward alone."""
        return str(_("not shown for spotters")) if person.role in SPOTTERS else person.email

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People sign up themselves."""
        return False


@admin.register(Ngo)
class NgoAdmin(Kept):
    """Organisations in whose name staff act."""

    list_display = ("name", "contact_email", "country", "is_example")


@admin.register(SpotterGroup)
class SpotterGroupAdmin(Reference):
    """Groups of volunteers; who belongs to one stands with the people."""

    list_display = ("name",)
    search_fields = ("name",)


@admin.register(Member)
class MemberAdmin(Kept):
    """Companies."""

    list_display = ("name", "is_member", "joined_on", "lead_ngo", "is_example")
    list_filter = ("is_member", "is_example")
    search_fields = ("name",)
    prepopulated_fields = {"slug": ("name",)}


@admin.register(Platform)
class PlatformAdmin(Kept):
    """Marketplaces and networks."""

    list_display = ("name", "key", "member", "obeys_robots")
    list_filter = ("obeys_robots",)
    list_select_related = ("member",)
    search_fields = ("name", "key")


@admin.register(PlatformHost)
class PlatformHostAdmin(Reference):
    """Host names."""

    list_display = ("host", "platform", "is_short")
    list_select_related = ("platform",)
    search_fields = ("host",)


@admin.register(Endpoint)
class EndpointAdmin(Kept):
    """Addresses to which cases travel."""

    fields = (
        "member",
        "channel",
        "address",
        "is_active",
        "generation",
        "rotating_until",
        "created_at",
        "failing_since",
    )
    readonly_fields = ("channel", "generation", "rotating_until", "created_at", "failing_since")
    list_display = ("member", "address", "is_active", "failing_since")
    list_select_related = ("member",)

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        """A new address exists since now."""
        if isinstance(obj, Endpoint) and not change:
            obj.created_at = timezone.now()
        super().save_model(request, obj, form, change)


@admin.register(Taxon)
class TaxonAdmin(Kept):
    """Species and groups of species."""

    list_display = ("name", "key", "group", "cites_appendix", "verified_on")
    ordering = ("name",)
    list_filter = ("group",)
    search_fields = ("name", "key", "scientific")


class TermForm(forms.ModelForm):  # type: ignore[type-arg]
    """A word that scoring could not look for is refused here, too."""

    def clean(self) -> dict[str, Any]:
        """One letter, or a pattern of a search program."""
        given = super().clean() or {}
        wrong = wrong_text(given.get("text") or "", kind=given.get("kind") or "")
        if wrong and "text" in given:
            self.add_error("text", WRONG_TEXT[wrong[0]])
        return given


WRONG_TEXT: Final[dict[str, Any]] = {
    "too-short": _("One letter stands in every listing. Give a word of at least two."),
    "regex": _("Words are found as they are written; only a look-alike may have gaps, as in: ivory * dress|gown."),
}


@admin.register(Term)
class TermAdmin(Reference):
    """Words that speak for or against an offer."""

    list_display = ("text", "language", "kind", "taxon", "status", "is_restricted")
    list_select_related = ("taxon",)
    list_filter = ("kind", "language", "status", "is_restricted")
    search_fields = ("text", "gloss")
    autocomplete_fields = ("taxon",)
    form = TermForm


@admin.register(Exemption)
class ExemptionAdmin(Reference):
    """When trade is legal, and the paper that proves it."""

    list_display = ("place", "taxon", "product", "paper", "verified_on")
    list_select_related = ("taxon",)
    list_filter = ("place",)
    search_fields = ("rule", "paper")
    autocomplete_fields = ("taxon",)


@admin.register(PolicyLine)
class PolicyLineAdmin(Reference):
    """Lines of companies' policies, and of the model policy."""

    list_display = ("rule", "member", "taxon", "product", "forbids", "verified_on")
    list_select_related = ("taxon", "member")
    list_filter = ("forbids",)
    search_fields = ("rule",)
    autocomplete_fields = ("taxon", "member")


@admin.register(Distinction)
class DistinctionAdmin(Reference):
    """What tells look-alikes apart."""

    list_display = ("look_alike", "taxon", "product", "verified_on")
    list_select_related = ("taxon",)
    search_fields = ("look_alike", "tells_apart")
    autocomplete_fields = ("taxon",)


@admin.register(ReportedFigure)
class ReportedFigureAdmin(Reference):
    """What companies say of themselves."""

    list_display = ("member", "month", "removed", "source")
    list_select_related = ("member",)


@admin.register(Case)
class CaseAdmin(LookOnly):
    """Parcels that companies got."""

    list_display = ("reference", "member", "platform", "status", "outcome", "created_at")
    list_select_related = ("member", "platform")
    list_filter = ("status", "outcome")
    search_fields = ("=reference",)


@admin.register(Delivery)
class DeliveryAdmin(LookOnly):
    """Cases on their way."""

    list_display = ("event_id", "case", "status", "attempts_made", "due", "delivered_at")
    list_select_related = ("case",)
    list_filter = ("status",)
    search_fields = ("=event_id", "=case__reference")
