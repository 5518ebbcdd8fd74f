"""Keyset paging both ways: a page costs the same wherever it lies, and a forged cursor leads to the first page."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.core import signing
from django.db.models import BooleanField, F, Func, Model, Q, QuerySet, Value

SALT: Final = "spotter.lib.paging"
MAX_CURSOR: Final = 2_000
DEFAULT_KEYS: Final = ("-priority", "-id")


@dataclass(frozen=True)
class Page[Row]:
    """One page of rows in the list's order; a cursor is None where there is nothing more in that direction."""

    rows: tuple[Row, ...]
    next_cursor: str | None
    previous_cursor: str | None


class _Tuple(Func):
    """ROW(a, b): PostgreSQL compares rows along a composite index, where a chain of ORs would read from its start."""

    template = "ROW(%(expressions)s)"
    output_field = BooleanField()


class _Less(Func):
    template = "%(expressions)s"
    arg_joiner = " < "
    output_field = BooleanField()


class _Greater(_Less):
    arg_joiner = " > "


def page_of[M: Model, Row](
    queryset: QuerySet[M, Row],
    *,
    keys: Sequence[str] = DEFAULT_KEYS,
    after: str | None = None,
    before: str | None = None,
    size: int,
) -> Page[Row]:
    """The `size` rows that follow `after`, or precede `before`, in the order of `keys`.

    Keys are field names as for order_by; none may be NULL and the last one must be unique. They must also be among the
    fields of a `.values()` queryset. `after` wins over `before`; a cursor that is not ours for these keys is ignored.
    """
    if size < 1:
        raise ValueError("a page has at least one row")
    start, end = _values(after, keys), _values(before, keys)
    if start is not None:
        return _following(queryset, keys, start, size)
    if end is not None:
        return _preceding(queryset, keys, end, size)
    return _following(queryset, keys, None, size)


def _following[M: Model, Row](
    queryset: QuerySet[M, Row], keys: Sequence[str], start: list[Any] | None, size: int
) -> Page[Row]:
    found = _fetch(queryset, keys, start, size)
    rows = tuple(found[:size])
    more = len(found) > size
    previous = None
    if start is not None:
        previous = _cursor_at(rows[0], keys) if rows else _cursor(start, keys)
    return Page(rows=rows, next_cursor=_cursor_at(rows[-1], keys) if more else None, previous_cursor=previous)


def _preceding[M: Model, Row](queryset: QuerySet[M, Row], keys: Sequence[str], end: list[Any], size: int) -> Page[Row]:
    found = _fetch(queryset, [_turned(key) for key in keys], end, size)
    rows = tuple(reversed(found[:size]))
    more = len(found) > size
    return Page(
        rows=rows,
        next_cursor=_cursor_at(rows[-1], keys) if rows else _cursor(end, keys),
        previous_cursor=_cursor_at(rows[0], keys) if more else None,
    )


def _fetch[M: Model, Row](
    queryset: QuerySet[M, Row], keys: Sequence[str], start: list[Any] | None, size: int
) -> list[Row]:
    rows = queryset.order_by(*keys)
    if start is not None:
        rows = rows.filter(_beyond(keys, start))
    return list(rows[: size + 1])


def _beyond(keys: Sequence[str], start: list[Any]) -> Q:
    if len({key.startswith("-") for key in keys}) == 1:
        compare = _Less if keys[0].startswith("-") else _Greater
        return Q(compare(_Tuple(*(F(_name(key)) for key in keys)), _Tuple(*(Value(value) for value in start))))
    # Mixed directions have no row comparison; the bound on the first key still lets an index skip what lies before.
    found = Q()
    for at, key in enumerate(keys):
        equal = {_name(held): start[index] for index, held in enumerate(keys[:at])}
        found |= Q(**equal, **{_bound(key): start[at]})
    return Q(**{f"{_bound(keys[0])}e": start[0]}) & found


def _name(key: str) -> str:
    return key.removeprefix("-")


def _turned(key: str) -> str:
    return key[1:] if key.startswith("-") else f"-{key}"


def _bound(key: str) -> str:
    return f"{_name(key)}__{'lt' if key.startswith('-') else 'gt'}"


def _cursor_at(row: Any, keys: Sequence[str]) -> str:
    return _cursor([_value_of(row, _name(key)) for key in keys], keys)


def _value_of(row: Any, name: str) -> Any:
    if isinstance(row, dict):
        return row[name]
    for part in name.split("__"):
        row = getattr(row, part)
    return row


def _signer(keys: Sequence[str]) -> signing.Signer:
    # The keys are part of the salt: a cursor of one list is no cursor of another, so its values always fit the columns.
    return signing.Signer(salt=f"{SALT}:{','.join(keys)}")


def _cursor(values: list[Any], keys: Sequence[str]) -> str:
    return _signer(keys).sign_object([_packed(value) for value in values]).replace(":", "~")


def _values(cursor: str | None, keys: Sequence[str]) -> list[Any] | None:
    if not cursor or len(cursor) > MAX_CURSOR:
        return None
    try:
        packed = _signer(keys).unsign_object(cursor.replace("~", ":"))
    except (signing.BadSignature, ValueError):
        # ValueError: a lone surrogate cannot even be compared.
        return None
    return [_unpacked(kind, text) for kind, text in packed]


def _packed(value: Any) -> tuple[str, Any]:
    match value:
        case bool() | int() | str():
            return "", value
        case dt.datetime():
            return "t", value.isoformat()
        case dt.date():
            return "d", value.isoformat()
        case uuid.UUID():
            return "u", value.hex
        case Decimal():
            return "n", str(value)
    raise TypeError(f"a {type(value).__name__} cannot be a paging key")


def _unpacked(kind: str, text: Any) -> Any:
    match kind:
        case "t":
            return dt.datetime.fromisoformat(text)
        case "d":
            return dt.date.fromisoformat(text)
        case "u":
            return uuid.UUID(text)
        case "n":
            return Decimal(text)
    return text
