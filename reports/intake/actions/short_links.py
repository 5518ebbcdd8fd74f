"""A short link and the listing that it leads to become one."""

from uuid import uuid4

from django.db import IntegrityError, transaction

from reports import line
from reports.intake.rules.addresses import Canonical
from reports.lifecycle import Status, Verb, after
from reports.models import Listing, PictureHash, QueueEntry, Report, ShortLink
from spotter.audit.acts import Act
from spotter.jobs import queue


def lead_on(done: Act, listing: Listing, found: Canonical) -> None:
    """The listing takes its own address; where we have one of that address, its reports go there. Twice is once.

    What a person claimed or decided stays as it is: no report is moved under anybody's eyes.
    """
    if listing.key == found.key_hash or listing.status == Status.JOINED:
        return
    ShortLink.objects.get_or_create(key=listing.key, defaults={"address": found.href, "at": done.at})
    if not _takes_the_address(listing, found):
        _joins(done, listing, Listing.objects.get(key=found.key_hash))
        return
    QueueEntry.place([listing.pk])
    done.record("lead-on", of="listing", ref=listing.code, frm=listing.address, to=found.href)


def _takes_the_address(listing: Listing, found: Canonical) -> bool:
    facts = {"key": found.key_hash, "canonical": found.key, "address": found.href, "host": found.host}
    place = {"item": found.item[:120], "platform": found.platform_pk, "is_example": found.is_example}
    try:
        with transaction.atomic():
            return Listing.objects.filter(pk=listing.pk, key=listing.key).update(**facts, **place) == 1
    except IntegrityError:
        return False


def _joins(done: Act, listing: Listing, target: Listing) -> None:
    # In one order for everybody: two that join each other's neighbours would otherwise wait in a ring.
    locked = list(Listing.objects.filter(pk__in=(listing.pk, target.pk)).order_by("pk").select_for_update(no_key=True))
    here = next(one for one in locked if one.pk == listing.pk)
    taken = QueueEntry.objects.filter(listing=here, claimed_until__gt=done.at).exists()
    if taken or after(Status(here.status), Verb.JOIN) is None:
        return
    moved = list(Report.objects.filter(listing=here).order_by("id"))
    for report in moved:
        # One submission may have named both addresses: its token then stands on the other report.
        if Report.objects.filter(listing=target, spotter=report.spotter_id, token=report.token).exists():
            report.token = uuid4()
        report.listing = target
        report.save(update_fields=["listing", "token"])
    PictureHash.objects.filter(listing=here, screenshot__isnull=False).update(listing=target)
    here.step(done, Verb.JOIN, facts={"to_listing": target.code, "reports": [report.code for report in moved]})
    QueueEntry.place([target.pk])
    if target.status == Status.GONE:
        queue.add_again(line.LOOK_AGAIN, target.code)
