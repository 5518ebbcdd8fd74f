"""The admin site of the reports wing: for looking only."""

from django.contrib import admin

from reports.models import Decision, Forward, Listing, Report
from spotter.lib.desk import LookOnly


@admin.register(Listing)
class ListingAdmin(LookOnly):
    """Offers."""

    list_display = ("code", "host", "status", "band", "taxon_key", "created_at")
    list_filter = ("status", "band")
    search_fields = ("=code", "=host")


@admin.register(Report)
class ReportAdmin(LookOnly):
    """What volunteers sent; the address as they gave it could name them and is left out."""

    exclude = ("address_as_given", "token")
    list_display = ("code", "listing", "spotter", "source", "created_at", "withdrawn_at")
    list_select_related = ("listing", "spotter")
    search_fields = ("=code", "=listing__code")


@admin.register(Decision)
class DecisionAdmin(LookOnly):
    """What was decided, by whom."""

    list_display = ("listing", "verdict", "reason", "basis", "by", "at", "undone_at")
    list_select_related = ("listing", "by")
    list_filter = ("verdict", "reason")


@admin.register(Forward)
class ForwardAdmin(LookOnly):
    """What went to which company."""

    list_display = ("listing", "case", "by", "at", "answered_at")
    list_select_related = ("listing", "case", "by")
