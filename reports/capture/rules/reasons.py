"""The reasons for a page's state: fixed English sentences, so that a screen can translate them."""

ROBOT_WALL = "the page asks for proof that a person is looking"
LOGIN_WALL = "the page asks to sign in"
SAYS_GONE = "the server says that the page is gone"
SAYS_GONE_NO_OFFER = "the page says that the listing is gone, and shows no offer"
SENT_AWAY_AND_SAYS_GONE = "we were sent to another page, which says that the listing is gone"
GONE_BUT_OFFER = "the page says that it is gone, but still shows an offer"
SENT_AWAY = "we were sent to the front page or to a search"
OFFER_CLOSED = "the offer is marked as closed"
SAYS_SOLD = "the page says that it was sold or has ended"
TOO_MANY = "the server says that we ask too often"
SERVER_FAILED = "the server failed"
BLOCKED_HERE = "the page is blocked where we look from"
NOT_SHOWN = "the server did not show the page"
NOT_A_PAGE = "the address holds a file, not a page"
NOTHING_TO_READ = "the page shows nothing without scripts"
ANOTHER_OFFER = "the address now shows something else"
OFFER_STANDS = "the page shows an offer"
PAGE_STANDS = "the page shows a text, but no marked offer"
NO_ANSWER = "no answer came"
TOO_HEAVY = "the page was too heavy to read"
REFUSED = "the address is not one that we look at"

ALL = (
    ROBOT_WALL, LOGIN_WALL, SAYS_GONE, SAYS_GONE_NO_OFFER, SENT_AWAY_AND_SAYS_GONE, GONE_BUT_OFFER, SENT_AWAY,
    OFFER_CLOSED, SAYS_SOLD, TOO_MANY, SERVER_FAILED, BLOCKED_HERE, NOT_SHOWN, NOT_A_PAGE, NOTHING_TO_READ,
    ANOTHER_OFFER, OFFER_STANDS, PAGE_STANDS, NO_ANSWER, TOO_HEAVY, REFUSED,
)  # fmt: skip
