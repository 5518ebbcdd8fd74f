"""What an example listing is, and the whole catalogue of them by host and number."""

import dataclasses
import enum
from collections.abc import Mapping, Sequence


class Kind(enum.StrEnum):
    """What a listing really offers, so that a score can be measured against it."""

    WILDLIFE = "wildlife"
    LOOK_ALIKE = "look-alike"
    ORDINARY = "ordinary"


class Shape(enum.StrEnum):
    """How the page of a listing is built, or what stands in its place."""

    JSON_LD = "json-ld"
    OPENGRAPH = "opengraph"
    BARE = "bare"
    MICRODATA = "microdata"
    BROKEN_JSON_LD = "broken-json-ld"
    GBK = "gbk"
    SLOW = "slow"
    SOLD = "sold"
    REMOVED_404 = "removed-404"
    REMOVED_200 = "removed-200"
    REDIRECT_HOME = "redirect-home"
    LOGIN_WALL = "login-wall"
    ROBOT_WALL = "robot-wall"


EXPECTED_STATES: Mapping[Shape, str] = {
    Shape.JSON_LD: "live",
    Shape.OPENGRAPH: "live",
    Shape.BARE: "live",
    Shape.MICRODATA: "live",
    Shape.BROKEN_JSON_LD: "live",
    Shape.GBK: "live",
    Shape.SLOW: "live",
    Shape.SOLD: "ended",
    Shape.REMOVED_404: "gone",
    Shape.REMOVED_200: "gone",
    Shape.REDIRECT_HOME: "gone",
    Shape.LOGIN_WALL: "login-wall",
    Shape.ROBOT_WALL: "robot-wall",
}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Site:
    """One marketplace of the example: its name, its main language and how it answers once a listing is taken down."""

    host: str
    name: str
    language: str
    slogan: str
    accent: str
    removed: Shape


SITES: Mapping[str, Site] = {
    site.host: site
    for site in (
        Site(
            host="pasar.test",
            name="PasarKita",
            language="id",
            slogan="Jual beli dekat rumah",
            accent="#0b7a4b",
            removed=Shape.REMOVED_404,
        ),
        Site(
            host="gerai.test",
            name="Gerai",
            language="en",
            slogan="Find it from someone nearby",
            accent="#2f55b5",
            removed=Shape.REMOVED_200,
        ),
        Site(
            host="kedai.test",
            name="Kedai88",
            language="en",
            slogan="Treasures from all over",
            accent="#b3472b",
            removed=Shape.REMOVED_404,
        ),
    )
}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Listing:
    """One example listing; `price` is in local notation, `amount` is the same as a plain number."""

    host: str
    number: int
    language: str
    title: str
    description: str
    price: str
    amount: str
    currency: str
    seller: str
    place: str
    picture: str
    tint: str
    kind: Kind
    shape: Shape
    drawn_as: int = 0

    @property
    def expected_state(self) -> str:
        """The state that a good reader of the page should find while nobody has removed the listing."""
        return EXPECTED_STATES[self.shape]

    @property
    def address(self) -> str:
        """The canonical address, as a browser shows it."""
        return f"http://{self.host}/item/{self.number}"

    @property
    def picture_seed(self) -> int:
        """Listings with the same `drawn_as` show the same photograph, as relistings do."""
        return self.drawn_as or self.number


def find(listings: Sequence[Listing], *, host: str, number: int) -> Listing | None:
    """The listing with this number on this host, or none."""
    return next((one for one in listings if one.host == host and one.number == number), None)
