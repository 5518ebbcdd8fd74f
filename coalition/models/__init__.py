"""The ground floor of the coalition wing: its nouns."""

from coalition.models import invariants
from coalition.models.cases import Answer, Case, CaseStatus, Exhibit, IdempotencyKey, Outcome
from coalition.models.deliveries import Attempt, Channel, Delivery, DeliveryStatus, Endpoint
from coalition.models.knowledge import Lexicon, Taxon, Term, taxon_word
from coalition.models.learning import LessonRead
from coalition.models.legality import Distinction, Exemption, PolicyLine
from coalition.models.members import ApiKey, Member, Platform, PlatformHost, Scope
from coalition.models.people import COMPANY, SPOTTERS, STAFF, Group, Ngo, Rhythm, Role, User
from coalition.models.progress import ReportedFigure

__all__ = [
    "COMPANY",
    "SPOTTERS",
    "STAFF",
    "Answer",
    "ApiKey",
    "Attempt",
    "Case",
    "CaseStatus",
    "Channel",
    "Delivery",
    "DeliveryStatus",
    "Distinction",
    "Endpoint",
    "Exemption",
    "Exhibit",
    "Group",
    "IdempotencyKey",
    "LessonRead",
    "Lexicon",
    "Member",
    "Ngo",
    "Outcome",
    "Platform",
    "PlatformHost",
    "PolicyLine",
    "ReportedFigure",
    "Rhythm",
    "Role",
    "Scope",
    "Taxon",
    "Term",
    "User",
    "invariants",
    "taxon_word",
]
