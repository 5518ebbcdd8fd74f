"""The youngest part of the chain, checked quickly and often; the whole of it is checked by `verify_events`."""

from django.conf import settings

from spotter.audit.chain import Line, seal
from spotter.audit.models import Event


def broken_among_last(count: int) -> list[int]:
    """The numbers of those of the last events that were changed, or stand where another was taken out."""
    newest = list(Event.objects.order_by("-number")[: count + 1])[::-1]
    before, expected = "", 1
    if len(newest) > count:
        oldest = newest.pop(0)
        before, expected = oldest.seal, oldest.number + 1
    key, broken = settings.AUDIT_KEY.encode(), []
    for event in newest:
        line = Line(event.number, event.at, event.by, event.what, event.of, event.ref, event.facts)
        if event.number != expected or event.seal != seal(line, before=before, key=key):
            broken.append(event.number)
        before, expected = event.seal, event.number + 1
    return broken
