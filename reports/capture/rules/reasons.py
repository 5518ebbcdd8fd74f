"""The reasons for a page's state: fixed English sentences, so that a screen can translate them."""


def gettext_noop(text: str) -> str:
    """Mark a sentence for the translators: the row keeps it in English, the page that shows it translates."""
    return text


ROBOT_WALL = gettext_noop("the page asks for proof that a person is looking")
LOGIN_WALL = gettext_noop("the page asks to sign in")
SAYS_GONE = gettext_noop("the server says that the page is gone")
SAYS_GONE_NO_OFFER = gettext_noop("the page says that the listing is gone, and shows no offer")
SENT_AWAY_AND_SAYS_GONE = gettext_noop("we were sent to another page, which says that the listing is gone")
GONE_BUT_OFFER = gettext_noop("the page says that it is gone, but still shows an offer")
SENT_AWAY = gettext_noop("we were sent to the front page or to a search")
OFFER_CLOSED = gettext_noop("the offer is marked as closed")
SAYS_SOLD = gettext_noop("the page says that it was sold or has ended")
TOO_MANY = gettext_noop("the server says that we ask too often")
SERVER_FAILED = gettext_noop("the server failed")
BLOCKED_HERE = gettext_noop("the page is blocked where we look from")
NOT_SHOWN = gettext_noop("the server did not show the page")
NOT_A_PAGE = gettext_noop("the address holds a file, not a page")
NOTHING_TO_READ = gettext_noop("the page shows nothing without scripts")
ANOTHER_OFFER = gettext_noop("the address now shows something else")
OFFER_STANDS = gettext_noop("the page shows an offer")
PAGE_STANDS = gettext_noop("the page shows a text, but no marked offer")
NO_ANSWER = gettext_noop("no answer came")
TOO_HEAVY = gettext_noop("the page was too heavy to read")
ROBOTS = gettext_noop("the site asks robots to stay away from this page")
REFUSED = gettext_noop("the address is not one that we look at")

ALL = (
    ROBOT_WALL, LOGIN_WALL, SAYS_GONE, SAYS_GONE_NO_OFFER, SENT_AWAY_AND_SAYS_GONE, GONE_BUT_OFFER, SENT_AWAY,
    OFFER_CLOSED, SAYS_SOLD, TOO_MANY, SERVER_FAILED, BLOCKED_HERE, NOT_SHOWN, NOT_A_PAGE, NOTHING_TO_READ,
    ANOTHER_OFFER, OFFER_STANDS, PAGE_STANDS, NO_ANSWER, TOO_HEAVY, ROBOTS, REFUSED,
)  # fmt: skip
