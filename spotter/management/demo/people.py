"""Who lives in the demo: one invented person for each role and a few more volunteers, all with one password."""

from dataclasses import dataclass
from typing import Final

PASSWORD: Final = "only-for-the-demo"  # noqa: S105 (printed on every start, and refused outside DEMO)
HOOK: Final = "http://gudang.test/hooks/cyber-spotter"
# The demo company works for this member; the other member's people answer by hand.
WITH_SOFTWARE: Final = "Contoh Pasar"
BY_HAND: Final = "Contoh Gerai"
# Left alone by the small world, so that a visitor (and `demo --once`) has one to report.
FRESH: Final = "http://pasar.test/item/1042117"


@dataclass(frozen=True)
class Person:
    """Somebody who can sign in to the demo."""

    email: str
    role: str
    word: str
    member: str = ""
    is_shown: bool = True


SPOTTER = Person("spotter@example.org", "spotter", "Spotter")
ANALYST = Person("analyst@example.org", "analyst", "Analyst")
AGENT = Person("agent@example.org", "company-agent", "Company agent", WITH_SOFTWARE)
OTHER_AGENT = Person("gerai@example.org", "company-agent", "Company agent", BY_HAND, is_shown=False)
COORDINATOR = Person("coordinator@example.org", "coordinator", "Coordinator")
OTHER_SPOTTERS: Final = tuple(
    Person(f"spotter{number}@example.org", "spotter", "Spotter", is_shown=False) for number in (2, 3, 4)
)
PEOPLE: Final = (
    SPOTTER,
    Person("lead@example.org", "lead-spotter", "Lead spotter"),
    ANALYST,
    Person("lead-analyst@example.org", "lead-analyst", "Lead analyst"),
    AGENT,
    Person("company@example.org", "company-admin", "Company admin", WITH_SOFTWARE),
    COORDINATOR,
    Person("auditor@example.org", "auditor", "Auditor"),
    OTHER_AGENT,
    *OTHER_SPOTTERS,
)
