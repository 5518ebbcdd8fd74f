"""What the admin site may do here: look, and change reference data, each change with its event; never a status."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import BadRequest
from django.db.models import Model, QuerySet
from django.http import HttpRequest

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Model]
else:
    Base = admin.ModelAdmin


class AnyAdmin(Base):
    """A list that is narrowed by what stands beside it, and by nothing else."""

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Only the filters of the page: Django's own rule takes any column of the row, so that ?email__startswith=a,
        …=ab, … would spell out an address (or a password's hash) that no page shows.
        """
        shown = {name for name in self.list_filter if isinstance(name, str)} | {"pk", self.opts.pk.name}
        return lookup.removesuffix("__exact") in shown or lookup.rpartition("__")[0] in shown

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """No column can hold a NUL, and PostgreSQL breaks off at one."""
        if "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest
        return super().get_changelist_instance(request)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Model], search_term: str
    ) -> tuple[QuerySet[Model], bool]:
        """Also for the boxes that complete what is typed."""
        return super().get_search_results(request, queryset, search_term.replace("\0", ""))


class LookOnly(AnyAdmin):
    """Nothing can be added, changed or deleted: that would go round the actions."""

    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody."""
        return False
