"""Small worlds for tests: each function makes one thing with the least it needs and takes what matters by name."""

import datetime as dt
import hashlib
import io
from typing import Any

from allauth.mfa.models import Authenticator
from django.utils import timezone
from PIL import Image

from coalition.cases.actions import open_case
from coalition.cases.rules import ExhibitPart, Parcel
from coalition.members.actions import create_key
from coalition.models import ApiKey, Case, Endpoint, Member, Ngo, Platform, PlatformHost, Role, Scope, User
from spotter.audit.acts import act
from spotter.lib import store


def ngo(name: str = "Forest Watch") -> Ngo:
    """The organisation in whose name staff act."""
    return Ngo.objects.get_or_create(name=name, defaults={"contact_email": "notices@forest.example"})[0]


def person(role: Role, email: str, **fields: Any) -> User:
    """Somebody with this role, with the second factor that every role above spotter needs."""
    user = User.objects.create_user(email, "a long enough password", role=role.value, **fields)
    if role not in (Role.SPOTTER, Role.LEAD_SPOTTER):
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    return user


def spotter(email: str = "spotter@mail.example", **fields: Any) -> User:
    """A volunteer who has taken the pledge."""
    return person(Role.SPOTTER, email, **{"pledge_version": "1", "pledged_at": timezone.now()} | fields)


def analyst(email: str = "analyst@forest.example", **fields: Any) -> User:
    """Triage staff of the NGO."""
    return person(Role.ANALYST, email, **{"ngo": ngo()} | fields)


def member(name: str = "Pasar", **fields: Any) -> Member:
    """A company of the Coalition."""
    defaults = {"is_member": True, "policy": "No protected wildlife or parts of it."} | fields
    return Member.objects.get_or_create(name=name, defaults=defaults)[0]


def platform(of: Member | None = None, *, key: str = "", host: str = "") -> Platform:
    """A marketplace of a company, with one host."""
    owner = of or member()
    made, is_new = Platform.objects.get_or_create(
        member=owner, key=key or owner.slug, defaults={"name": f"{owner.name} Market"}
    )
    if is_new:
        PlatformHost.objects.create(platform=made, host=host or f"{made.key}.test")
    return made


def agent(of: Member, email: str = "", role: Role = Role.COMPANY_AGENT) -> User:
    """Somebody of a company."""
    return person(role, email or f"agent@{of.slug}.example", member=of)


def api_key(of: Member, *scopes: Scope) -> tuple[ApiKey, str]:
    """A key of a company's software, and its text; with both scopes unless told otherwise."""
    by = User.objects.filter(member=of).first() or agent(of, f"keys@{of.slug}.example")
    return create_key(of, "their tool", scopes or tuple(Scope), by=by)


def endpoint(of: Member, address: str = "https://gudang.test/hook/") -> Endpoint:
    """An address for a company's cases."""
    return Endpoint.objects.create(member=of, address=address, created_at=timezone.now())


def picture(colour: str = "teal") -> str:
    """The SHA-256 of a small JPEG in the area of copies."""
    file = io.BytesIO()
    Image.new("RGB", (32, 24), colour).save(file, "JPEG")
    return store.put("copies", file.getvalue())


def parcel(of: Platform | None = None, **fields: Any) -> Parcel:
    """A complete notice about one listing, without exhibits unless told otherwise."""
    where = of or platform()
    item = str(fields.pop("item", "4711"))
    address = f"https://{where.key}.test/item/{item}"
    facts: dict[str, Any] = {
        "platform_id": where.pk,
        "ngo_id": ngo().pk,
        "listing_address": address,
        "listing_key": hashlib.sha256(address.encode()).hexdigest(),
        "reason": "protected-species",
        "basis": "law",
        "explanation": "This listing offers a suspected elephant ivory pipe (CITES Appendix I).",
        "first_seen_at": timezone.now() - dt.timedelta(days=2),
        "last_seen_at": timezone.now(),
        "item": item,
        "title": "Pipa gading gajah asli",
        "taxon_key": "elephant",
        "taxon_name": "Elephant",
    }
    return Parcel(**facts | fields)


def exhibit_part(colour: str = "teal") -> ExhibitPart:
    """One picture as part of a parcel."""
    return ExhibitPart("picture", picture(colour), picture("grey"), "image/jpeg", 700)


def case(of: Platform | None = None, **fields: Any) -> Case:
    """A case that was opened by an analyst."""
    by = User.objects.filter(role=Role.ANALYST).first() or analyst()
    with act(by=by, at=timezone.now()) as done:
        return open_case(done, parcel(of, **fields), by=by)
