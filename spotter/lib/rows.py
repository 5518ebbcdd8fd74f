"""One row that may be there already, in one statement."""

from typing import Any

from django.db import models, router
from django.db.models.constants import OnConflict


def insert_new(row: models.Model) -> bool:
    """INSERT it, unless one with the same unique values is there; whether it is new, and then it has its number.

    An INSERT that fails would need a savepoint around it. QuerySet.bulk_create can ignore a conflict too, but tells
    neither the number nor whether there was one.
    """
    meta = row._meta
    rows: Any = type(row)._base_manager.all()
    inserted = rows._insert(
        [row],
        fields=[field for field in meta.concrete_fields if not field.primary_key],
        returning_fields=[meta.pk],
        using=router.db_for_write(type(row)),
        on_conflict=OnConflict.IGNORE,
    )
    if not inserted:
        return False
    [[row.pk]] = inserted
    row._state.adding, row._state.db = False, router.db_for_write(type(row))
    return True
