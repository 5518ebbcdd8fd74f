"""How rows and a listing are said to a person: words, chips, marks, buttons; templates only lay them out."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coalition.models import CaseStatus, Outcome, User
from coalition.people.queries import closed_word
from reports.lifecycle import PageState, Status, Verb
from reports.models import Capture, Picture, facts_of, words
from reports.triage.queries.found_again import alike
from reports.triage.queries.reads import LETTERS, TONES, ListingPage
from reports.triage.queries.receipts import receipt
from reports.triage.queries.waiting import Names, taxon_names, title_of
from reports.triage.rules import No

# What a notice can lack: the names are those of coalition.cases.rules.missing_parts.
PARTS: Final[dict[str, Any]] = {
    "explanation": gettext_lazy("why it is not allowed"),
    "reason": gettext_lazy("the reason"),
    "basis": gettext_lazy("what it rests on"),
    "listing_address": gettext_lazy("the listing's address"),
    "notifier_name": gettext_lazy("the sending organisation"),
    "notifier_email": gettext_lazy("the organisation's address"),
    "policy": gettext_lazy("the company's own policy"),
}

WHY_NOT: Final[dict[str, Any]] = {
    "not-from-here": gettext_lazy(
        "This listing is not where that can be done. Somebody may have been faster: look at its status."
    ),
    "claimed-by-other": gettext_lazy(
        "Somebody else is looking at this listing. Take the next one, or come back in ten minutes."
    ),
    "platform-unknown": gettext_lazy("We don't know whose platform this is. A coordinator can add its host."),
    "not-a-member": gettext_lazy(
        "The platform's company is not a member of the Coalition. The listing is counted and shelved."
    ),
    "parts-missing": gettext_lazy("The case is not complete yet. Missing: %(missing)s."),
    "too-late-to-undo": gettext_lazy("Undo works for ten minutes. Ask a lead analyst to reopen it."),
    "no-ngo": gettext_lazy("Your account belongs to no organisation, so nothing can be sent in its name."),
}

# What a look found to be another since the one before (reports.capture.rules.changes).
CHANGES: Final[dict[str, Any]] = {
    "state": gettext_lazy("The page was %(before)s, now %(now)s"),
    "price": gettext_lazy("Price was %(before)s, now %(now)s"),
    "title": gettext_lazy("Title was “%(before)s”, now “%(now)s”"),
    "seller": gettext_lazy("Seller was %(before)s, now %(now)s"),
    "text": gettext_lazy("The text is another: %(now)s %% of the words are the same"),
    "pictures": gettext_lazy("Pictures: %(before)s gone, %(now)s new"),
}
# After such a look the page itself was not seen.
BLIND: Final = frozenset({PageState.LOGIN_WALL, PageState.ROBOT_WALL, PageState.UNREACHABLE, PageState.CANNOT_TELL})

KEYS: Final = {Verb.CONFIRM: "c", Verb.DISMISS: "x", Verb.ASK: "n", Verb.FORWARD: "f", Verb.REOPEN: "u"}


def refusal(no: No) -> str:
    """A refusal as a sentence that says what to do."""
    missing = ", ".join(str(PARTS.get(part, part)) for part in no.missing)
    return str(WHY_NOT[no.code]) % {"missing": missing}


def rows(found: Iterable[dict[str, Any]], known: Names, *, user: User, now: datetime) -> list[dict[str, Any]]:
    """Queue rows as the component wants them."""
    return [_row(row, known, user=user, now=now) for row in found]


def _row(row: dict[str, Any], known: Names, *, user: User, now: datetime) -> dict[str, Any]:
    claimed = row["claimed_by_id"] is not None and row["claimed_until"] > now
    mine = claimed and row["claimed_by_id"] == user.pk
    word = _("Yours") if mine else _("Somebody is looking")
    return {
        "url": reverse("triage:listing", args=[row["listing__code"]]),
        "band": TONES.get(row["band"], "low"),
        "letter": LETTERS.get(row["band"], "·"),
        "band_word": words.BAND[row["band"]],
        "tile_word": known.taxa.get(row["taxon_key"], _("picture")),
        "title": title_of(row),
        "lang": row["language"],
        "platform": known.platforms.get(str(row["platform_id"]), row["listing__host"]),
        "taxon": known.taxa.get(row["taxon_key"], ""),
        "since": row["entered_at"],
        "seen_by": row["reports"],
        "confirmed": row["status"] == Status.CONFIRMED,
        "claim": {"word": word, "at": None, "is_mine": mine} if claimed else None,
    }


def listing(page: ListingPage, *, user: User, now: datetime) -> dict[str, Any]:
    """The context of the listing's page."""
    found = page.listing
    return {
        "page": page,
        "acts": user.is_triage,
        "listing": found,
        "held": page.held,
        "title": found.title or found.address,
        "status": {"key": found.status, "word": words.STATUS[found.status], "at": found.status_at},
        "page_state": words.PAGE_STATE.get(found.page_state, ""),
        "receipt": receipt(page, acts=user.is_triage) if page.score else None,
        "tiles": tiles(page, closed=closed_word(user, found.taxon_key)),
        "same": {"rows": alike(page.same, user=user), "common": page.same.common},
        "claim": claim_of(page, user=user, now=now),
        "next_url": reverse("triage:listing", args=[page.next_code]) if page.next_code else "",
        "refusals": {verb.value: refusal(no) for verb, no in page.refusals.items() if no is not None},
        "case_words": case_words(page),
        "captures": [_capture(capture) for capture in page.captures],
        "decisions": [_decision(decision) for decision in page.decisions],
        "checks": [(words.CHECK[check.result], check) for check in page.checks],
        "reports": _reports(page),
    }


def _reports(page: ListingPage) -> list[dict[str, Any]]:
    taxa = taxon_names()
    return [
        {"row": row, "whys": [words.WHY.get(why, why) for why in row.why], "facts": facts_of(row, taxa)}
        for row in page.reports
    ]


def case_words(page: ListingPage) -> str:
    """Where its case stands, and the company's answer."""
    if page.case is None:
        return ""
    said = [CaseStatus(page.case.status).label, *([Outcome(page.case.outcome).label] if page.case.outcome else [])]
    return " · ".join(str(word) for word in said)


def claim_of(page: ListingPage, *, user: User, now: datetime) -> dict[str, Any] | None:
    """Who looks at it now: this person, somebody, or nobody."""
    entry = page.entry
    if entry is None or entry.claimed_by_id is None or entry.claimed_until is None or entry.claimed_until <= now:
        return None
    return {"is_mine": entry.claimed_by_id == user.pk, "until": entry.claimed_until}


def tiles(page: ListingPage, *, closed: str = "") -> list[dict[str, Any]]:
    """Screenshots of volunteers and pictures of the page, blurred until asked; `closed`: the word instead of each."""
    code, taxon = page.listing.code, page.taxon.word if page.taxon else ""
    shots = [shot for shot in page.screenshots if shot.state == "safe"]
    found = [
        ("screenshot", shot.pk, _("Screenshot of a spotter"), number, shot.received_at)
        for number, shot in enumerate(shots, 1)
    ]
    found += [
        ("picture", picture.pk, _("Picture on the page") if picture.number else _("The whole page"), picture.number, at)
        for at, picture in _pictures(page.captures)
    ]
    return [
        {
            "id": f"{kind}-{pk}",
            "src": reverse(f"triage:{kind}", args=[code, pk, "copy"]),
            "thumb": reverse(f"triage:{kind}", args=[code, pk, "tile"]),
            "word": f"{word} {number}" if number else word,
            "taxon": taxon,
            "at": at,
            "closed": closed,
        }
        for kind, pk, word, number, at in found
    ]


def _pictures(captures: Sequence[Capture]) -> list[tuple[datetime, Picture]]:
    """The pictures of the last look, and the last that shows a whole page."""
    kept = [(one, picture) for one in captures if one.purged_at is None for picture in one.pictures.all()]
    last = [(one, picture) for one, picture in kept if picture.number and one == captures[0]]
    whole = [(one, picture) for one, picture in kept if not picture.number]
    found = sorted(last, key=lambda found: found[1].number) + whole[:1]
    return [(one.at, picture) for one, picture in found]


def exhibit_choices(page: ListingPage) -> list[tuple[str, str]]:
    """The pictures that may go with a case; the page's own first."""
    found = sorted(tiles(page), key=lambda tile: not tile["id"].startswith("picture"))
    return [(tile["id"], tile["word"]) for tile in found]


def explanation(page: ListingPage) -> str:
    """A first draft of the reasons, which a person reads and mends."""
    decision = next((d for d in page.decisions if d.verdict == "confirmed" and d.undone_at is None), None)
    if decision is None:
        return ""
    offered = f"{page.taxon.word} ({page.taxon.scientific})" if page.taxon else _("protected wildlife")
    return _(
        "The listing appears to offer %(offered)s. Reason: %(reason)s. It rests on: %(basis)s. Please look at it."
    ) % {
        "offered": offered,
        "reason": words.REASON.get(decision.reason, decision.reason),
        "basis": words.BASIS.get(decision.basis, decision.basis),
    }


def _capture(capture: Any) -> dict[str, Any]:
    return {
        "row": capture,
        "state": words.PAGE_STATE.get(capture.state, capture.state),
        "changes": [_change(**one) for one in capture.changes],
        "was_blind": capture.state in BLIND,
    }


def _change(*, what: str, before: str, now: str) -> str:
    """One difference from the look before, as a sentence."""
    if what == "state":
        before, now = words.PAGE_STATE.get(before, before), words.PAGE_STATE.get(now, now)
    return str(CHANGES[what]) % {"before": before, "now": now} if what in CHANGES else ""


def _decision(decision: Any) -> dict[str, Any]:
    verdicts = {"confirmed": _("Confirmed"), "dismissed": _("Dismissed"), "asked": _("Question to the spotter")}
    return {
        "row": decision,
        "verdict": verdicts[decision.verdict],
        "reason": words.REASON.get(decision.reason, ""),
        "basis": words.BASIS.get(decision.basis, ""),
    }
