"""The stories of the demo's world: reports that travel through the running stack, each to where its story ends."""

import time
import uuid
from dataclasses import dataclass
from typing import Any, Final

from django.utils import timezone

from coalition.cases import actions as cases
from coalition.models import User
from reports.intake import actions as intake
from reports.intake.queries import platform_rows, test_hosts
from reports.intake.rules.addresses import canonical
from reports.lifecycle import Basis, Reason, Status, Verb
from reports.models import Forward, Listing
from reports.scoring.tasks import count_reasons
from reports.triage import actions as triage
from reports.triage.queries import reads, shown
from spotter.lib import store
from spotter.management.demo.people import ANALYST, OTHER_AGENT, OTHER_SPOTTERS, SPOTTER
from spotter.management.example.catalogue import LISTINGS
from spotter.management.example.pictures import screenshot_of

PATIENCE: Final = 60.0
NAMESPACE: Final = uuid.UUID("6a1d2f0c-5d0e-4f8e-9d65-0a7a8c2f5b11")
V, R = Verb, Reason


class Unfinished(RuntimeError):
    """Some stories did not come to their end in time; the message names them and where they stand."""


@dataclass(frozen=True)
class Story:
    """One listing: how many volunteers saw it, what staff decide, and the status where it ends."""

    address: str
    ends: Status
    verb: Verb | None = None
    reason: Reason | None = None
    witnesses: int = 1
    note: str = ""
    words: str = ""
    answer: str = ""


def _removed(number: int, *, witnesses: int = 1, note: str = "") -> Story:
    return Story(
        f"http://pasar.test/item/{number}", Status.GONE, V.CONFIRM, R.PROTECTED_SPECIES, witnesses=witnesses, note=note
    )


# Five that went all the way: fewer, and the public figures would hide them.
ALL_THE_WAY: Final = (
    _removed(1042238, witnesses=3, note="The seller says there is more in stock."),
    _removed(1042351),
    _removed(1042466, witnesses=2, note="Young cockatoos, several pictures from the same room."),
    _removed(1042811),
    _removed(1042703),
)
GERAI, KEDAI = "http://gerai.test/item/", "http://kedai.test/item/"
OTHERS: Final = (
    _removed(1042580, note="The claw looks real: see the second picture."),
    # Its company has no software and has not answered yet.
    Story(GERAI + "550018241", Status.FORWARDED, V.CONFIRM, R.PROTECTED_SPECIES, witnesses=2),
    Story(GERAI + "550019048", Status.STILL_LIVE, V.CONFIRM, R.NEEDS_PAPERS, answer="no-violation"),
    # Its company is not a member: confirmed, counted and shelved.
    Story(KEDAI + "88100123", Status.CONFIRMED, V.CONFIRM, R.PROTECTED_SPECIES, witnesses=2),
    Story(
        GERAI + "550018715",
        Status.ASKED,
        V.ASK,
        words="Does the listing show the cross-section of the tusk? A picture of the end grain would help.",
    ),
    Story(GERAI + "550027229", Status.DISMISSED, V.DISMISS, R.SUBSTITUTE, words="Resin, and it says so."),
    Story("http://pasar.test/item/2051122", Status.DISMISSED, V.DISMISS, R.LOOK_ALIKE),
    Story(GERAI + "550018362", Status.READY, witnesses=2),
    Story(GERAI + "550018477", Status.READY, note="No papers needed, it says."),
    Story(GERAI + "550018826", Status.READY),
    Story(KEDAI + "88100456", Status.READY, witnesses=3),
    Story(KEDAI + "88100678", Status.READY),
    Story(KEDAI + "88100890", Status.READY),
    Story("http://pasar.test/item/1042699", Status.READY, note="Behind a log-in; my screenshot shows it."),
    Story(GERAI + "550027441", Status.READY),
)
TOLD: Final = {"few": ALL_THE_WAY, "all": ALL_THE_WAY + OTHERS}


def tell(stories: tuple[Story, ...]) -> dict[str, Any]:
    """Send every report, then act as staff and companies would, until each story is at its end. Safe to run again."""
    rows, spotters = platform_rows(), [_person(one.email) for one in (SPOTTER, *OTHER_SPOTTERS)]
    codes = {}
    for number, story in enumerate(stories):
        found = canonical(story.address, rows, test_hosts=test_hosts())
        for witness in range(story.witnesses):
            received = _send(story, found, spotters[(number + witness) % len(spotters)], with_picture=witness == 0)
        codes[received.listing.code] = story
    _see_through(codes)
    # The timetable would do it within ten minutes; the receipts of what waits tell it at once.
    count_reasons()
    return {"listings": len(codes)}


def _person(email: str) -> User:
    return User.objects.select_related("ngo").get(email=email)


def _send(story: Story, found: Any, spotter: User, *, with_picture: bool) -> intake.Received:
    picture = screenshot_of(next(one for one in LISTINGS if one.address == story.address)) if with_picture else b""
    pictures = (intake.Picture(store.put("quarantine", picture), len(picture)),) if picture else ()
    [received] = intake.receive(
        by=spotter,
        token=uuid.uuid5(NAMESPACE, story.address),
        addresses=(intake.Address(story.address, found),),
        pictures=pictures,
        said=intake.Words(("species",), story.note if with_picture else "", "", "", "rather"),
        now=timezone.now(),
    )
    return received


def _see_through(codes: dict[str, Story]) -> None:
    analyst, agent = _person(ANALYST.email), _person(OTHER_AGENT.email)
    deadline = time.monotonic() + PATIENCE
    left = dict(codes)
    while left:
        for listing in Listing.objects.filter(code__in=left).select_related("platform__member"):
            story = left[listing.code]
            if listing.status == story.ends and (listing.status != Status.READY or story.verb is None):
                del left[listing.code]
            else:
                _act(listing, story, analyst, agent)
        if time.monotonic() > deadline:
            stand = Listing.objects.filter(code__in=left).values_list("address", "status")
            raise Unfinished("; ".join(f"{address} is {status}" for address, status in stand))
        time.sleep(0.1)


def _act(listing: Listing, story: Story, analyst: User, agent: User) -> None:
    """The next step that a person of this story takes, if it is a person's turn."""
    if listing.status == Status.READY and story.verb is not None:
        reason = story.reason.value if story.reason else ""
        basis = Basis.LAW.value if story.verb is Verb.CONFIRM else ""
        now = timezone.now()
        triage.decide(listing, story.verb, by=analyst, now=now, reason=reason, basis=basis, note=story.words)
    elif listing.status == Status.CONFIRMED:
        page = reads.listing_page(listing, analyst, now=timezone.now())
        pictures = [name for name, _word in shown.exhibit_choices(page) if name.startswith("picture")]
        words = shown.explanation(page)
        triage.forward(listing, explanation=words, exhibits=pictures, by=analyst, now=timezone.now())
    elif listing.status == Status.FORWARDED and story.answer:
        case = Forward.objects.select_related("case").get(listing=listing).case
        cases.answer(case, story.answer, "", through="portal", by=agent, at=timezone.now())
