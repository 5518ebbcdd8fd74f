"""What state a page is in, decided from what was seen of it, with the reason."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import unquote

from reports.capture.rules import phrases, reasons
from reports.lifecycle import PageState

# The states are words of the whole wing: rows and templates use them too.
State = PageState


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """A state, the reason (one of `reasons`, so that it can be translated) and the words or number behind it."""

    state: State
    reason: str
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Before:
    """What an earlier look at the same address saw."""

    title: str = ""
    seller: str = ""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One look at a page. `failure` says why nothing came; header names are lower case; `text` is the page's own."""

    asked: str
    final: str = ""
    status: int | None = None
    failure: str = ""
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    title: str = ""
    text: str = ""
    availability: str = ""
    has_offer: bool = False
    signals: frozenset[str] = frozenset()
    seller: str = ""
    before: Before | None = None


_ENDED = frozenset({"outofstock", "soldout", "discontinued", "sold", "ended", "oos", "unavailable"})
_OPEN = frozenset(
    {"instock", "limitedavailability", "onlineonly", "instoreonly", "preorder", "presale", "available", "backorder"}
)
_LOGIN_PATH = re.compile(
    r"(^|[/_.-])(log-?in|sign-?in|signin|auth|authenticate|sso|masuk|connexion|anmelden|account/login|passport)([/_.?-]|$)",
    re.I,
)
_SEARCH_PATH = re.compile(
    r"(^|/)(search|s|find|cari|pencarian|sousuo|recherche|buscar|busca|suche|tim-kiem|results|catalogsearch|browse|category|categories)(/|$|\.)",
    re.IGNORECASE,
)
_HOME_PATH = re.compile(r"^/?([a-z]{2}([-_][a-z]{2,4})?/?)?((index|home|default)(\.\w{2,5})?/?)?$", re.IGNORECASE)
_ADDRESS = re.compile(r"^[a-z][a-z0-9+.-]*://([^/?#]*)([^?#]*)\??([^#]*)", re.IGNORECASE)
_SHORT = 3_000
_NOTICE = 1_200
_BARE = 40


def page_state(seen: Seen) -> Verdict:
    """The state of a page. A wall is looked for before anything is called gone, and a soft 404 needs two signals."""
    if seen.failure:
        return Verdict(state=State.UNREACHABLE, reason=seen.failure)
    if seen.status is None:
        return Verdict(state=State.UNREACHABLE, reason=reasons.NO_ANSWER)
    heads = phrases.fold(f"{seen.title}\n{seen.text[:20_000]}")
    return _wall(seen, heads) or _status(seen) or _ended(seen, heads) or _soft_404(seen, heads) or _live(seen)


def redirected_away(asked: str, final: str) -> str:
    """ "home", "search" or "login" when a deeper address was answered by one of these pages; else an empty string."""
    old, new = _path(asked), _path(final)
    if not final or old == new:
        return ""
    if _LOGIN_PATH.search(new) and not _LOGIN_PATH.search(old):
        return "login"
    if _HOME_PATH.match(new) and not _HOME_PATH.match(old):
        return "home"
    return "search" if _SEARCH_PATH.search(new) and not _SEARCH_PATH.search(old) else ""


def _path(address: str) -> str:
    found = _ADDRESS.match(address)
    return unquote(found.group(2)) or "/" if found else ""


def _wall(seen: Seen, heads: str) -> Verdict | None:
    return _robot_wall(seen, heads) or _login_wall(seen, heads)


def _robot_wall(seen: Seen, heads: str) -> Verdict | None:
    if seen.headers.get("cf-mitigated", "").casefold() == "challenge":
        return Verdict(state=State.ROBOT_WALL, reason=reasons.ROBOT_WALL, detail="cf-mitigated")
    if seen.headers.get("x-amzn-waf-action", "").casefold() in ("challenge", "captcha"):
        return Verdict(state=State.ROBOT_WALL, reason=reasons.ROBOT_WALL, detail="x-amzn-waf-action")
    if seen.has_offer or len(heads) > _SHORT:
        return None
    words = phrases.said(phrases.ROBOT_PATTERN, heads)
    bare = "captcha" in seen.signals and len(heads) < 200
    title = phrases.fold(seen.title).rstrip(".… ")
    if words or bare or (title == "just a moment" and seen.status in (403, 503)):
        return Verdict(state=State.ROBOT_WALL, reason=reasons.ROBOT_WALL, detail=words or title[:80])
    return None


def _login_wall(seen: Seen, heads: str) -> Verdict | None:
    if seen.status == 401 or redirected_away(seen.asked, seen.final) == "login":
        return Verdict(state=State.LOGIN_WALL, reason=reasons.LOGIN_WALL, detail=str(seen.status))
    if seen.has_offer or seen.status in (404, 410):
        return None
    words = phrases.said(phrases.LOGIN_PATTERN, phrases.fold(seen.title)) or (
        phrases.said(phrases.LOGIN_PATTERN, heads) if len(heads) <= _SHORT else ""
    )
    if words and ("password-field" in seen.signals or len(heads) < 600):
        return Verdict(state=State.LOGIN_WALL, reason=reasons.LOGIN_WALL, detail=words)
    if "password-field" in seen.signals and len(heads) < 300:
        return Verdict(state=State.LOGIN_WALL, reason=reasons.LOGIN_WALL, detail="password field")
    return None


def _status(seen: Seen) -> Verdict | None:
    status = seen.status or 0
    if status in (404, 410):
        return Verdict(state=State.GONE, reason=reasons.SAYS_GONE, detail=str(status))
    if status == 429:
        return Verdict(state=State.CANNOT_TELL, reason=reasons.TOO_MANY, detail="429")
    if status >= 500:
        return Verdict(state=State.CANNOT_TELL, reason=reasons.SERVER_FAILED, detail=str(status))
    if status == 451:
        return Verdict(state=State.CANNOT_TELL, reason=reasons.BLOCKED_HERE, detail="451")
    if not 200 <= status < 300:
        return Verdict(state=State.CANNOT_TELL, reason=reasons.NOT_SHOWN, detail=str(status))
    return None


def _availability(seen: Seen) -> str:
    return re.sub(r"[^a-z]", "", seen.availability.rsplit("/", 1)[-1].casefold())


def _ended(seen: Seen, heads: str) -> Verdict | None:
    word = _availability(seen)
    if word in _ENDED:
        return Verdict(state=State.ENDED, reason=reasons.OFFER_CLOSED, detail=seen.availability[:80])
    if word in _OPEN:
        return None
    words = phrases.badge_of_title(seen.title) or phrases.badge_of_text(seen.text)
    if not words and phrases.said(phrases.SOLD_PATTERN, heads):
        words = phrases.said_in_a_short_line(phrases.SOLD_PATTERN, f"{seen.title}\n{seen.text}")
    return Verdict(state=State.ENDED, reason=reasons.SAYS_SOLD, detail=words) if words else None


def _soft_404(seen: Seen, heads: str) -> Verdict | None:
    away = redirected_away(seen.asked, seen.final)
    words = phrases.said(phrases.GONE_PATTERN, phrases.fold(seen.title))
    if not words and len(heads) <= _NOTICE:
        words = phrases.said(phrases.GONE_PATTERN, heads)
    if words and away:
        return Verdict(state=State.GONE, reason=reasons.SENT_AWAY_AND_SAYS_GONE, detail=words)
    if words and not seen.has_offer:
        return Verdict(state=State.GONE, reason=reasons.SAYS_GONE_NO_OFFER, detail=words)
    if words and _availability(seen) not in _OPEN:
        return Verdict(state=State.CANNOT_TELL, reason=reasons.GONE_BUT_OFFER, detail=words)
    if away:
        return Verdict(state=State.CANNOT_TELL, reason=reasons.SENT_AWAY, detail=away)
    return None


def _live(seen: Seen) -> Verdict:
    if "not-a-page" in seen.signals:
        return Verdict(
            state=State.CANNOT_TELL, reason=reasons.NOT_A_PAGE, detail=seen.headers.get("content-type", "")[:80]
        )
    if not seen.has_offer and len(seen.text.strip()) < _BARE:
        return Verdict(state=State.CANNOT_TELL, reason=reasons.NOTHING_TO_READ)
    if seen.before is not None and differs(seen):
        return Verdict(state=State.CHANGED, reason=reasons.ANOTHER_OFFER, detail=seen.title[:200])
    return Verdict(state=State.LIVE, reason=reasons.OFFER_STANDS if seen.has_offer else reasons.PAGE_STANDS)


def differs(seen: Seen) -> bool:
    """Another seller, or a title that shares less than a third of the shorter one's words (letters, without spaces)."""
    before = seen.before
    if before is None:
        return False
    if before.seller and seen.seller and phrases.fold(before.seller) != phrases.fold(seen.seller):
        return True
    old, new = phrases.fold(before.title), phrases.fold(seen.title)
    pieces = r"\w+" if " " in old and " " in new else r"\w"
    olds, news = set(re.findall(pieces, old)), set(re.findall(pieces, new))
    return bool(olds and news) and len(olds & news) * 3 < min(len(olds), len(news))
