"""People: who may sign in, in which role, for whom."""

import secrets
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is here; code, not rows."""

    SPOTTER = "spotter", _("Spotter")
    LEAD_SPOTTER = "lead-spotter", _("Lead spotter")
    ANALYST = "analyst", _("Analyst")
    LEAD_ANALYST = "lead-analyst", _("Lead analyst")
    COMPANY_AGENT = "company-agent", _("Company agent")
    COMPANY_ADMIN = "company-admin", _("Company admin")
    COORDINATOR = "coordinator", _("Coordinator")
    AUDITOR = "auditor", _("Auditor")


def role_choices() -> list[tuple[str, Any]]:
    """A function, so that a new wording never makes a migration."""
    return list(Role.choices)


class Rhythm(models.TextChoices):
    """How often somebody wants a letter about their reports."""

    AT_ONCE = "at-once", _("At once")
    DAILY = "daily", _("Once a day, all together")
    WEEKLY = "weekly", _("Once a week, all together")
    NEVER = "never", _("Never")


SPOTTERS = frozenset({Role.SPOTTER, Role.LEAD_SPOTTER})
STAFF = frozenset({Role.ANALYST, Role.LEAD_ANALYST})
COMPANY = frozenset({Role.COMPANY_AGENT, Role.COMPANY_ADMIN})

# No vowels and no look-alike letters: speakable letter by letter, and it spells no word.
ALPHABET = "bcdfghjkmnpqrstvwxz23456789"


def new_handle() -> str:
    """A random public name for a person, such as `spotter-7fk2q9xw`."""
    return "spotter-" + "".join(secrets.choice(ALPHABET) for _i in range(8))


class Ngo(models.Model):
    """An organisation in whose name staff act."""

    name = models.CharField(max_length=120, unique=True)
    contact_email = models.EmailField()
    country = models.CharField(max_length=2, blank=True, default="")
    is_example = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Group(models.Model):
    """Volunteers whom a lead spotter helps; a coordinator puts it together."""

    name = models.CharField(max_length=80, unique=True)

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Makes people by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new person; without a password they sign in by a code sent to them."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Who administers the site: a coordinator with the keys of the admin."""
        fields = {"role": Role.COORDINATOR, "is_staff": True, "is_superuser": True} | fields
        return self.create_user(email, password, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Addresses are kept in small letters."""
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Everybody but a data steward knows their handle only; after erasure it resolves to nobody."""

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    handle = models.CharField(max_length=40, unique=True, default=new_handle, editable=False)
    role = models.CharField(max_length=20, choices=role_choices, default=Role.SPOTTER.value)
    ngo = models.ForeignKey(Ngo, models.PROTECT, null=True, blank=True, related_name="people")
    group = models.ForeignKey(
        Group, models.SET_NULL, null=True, blank=True, related_name="people", help_text=_("Of spotters and their lead.")
    )
    member = models.ForeignKey("coalition.Member", models.PROTECT, null=True, blank=True, related_name="seats")
    language = models.CharField(max_length=12, default="en")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False, help_text=_("May look into the admin site."))
    joined_at = models.DateTimeField(auto_now_add=True)
    pledge_version = models.CharField(max_length=12, blank=True, default="")
    pledged_at = models.DateTimeField(null=True, blank=True)
    told_when = models.CharField(max_length=10, default=Rhythm.AT_ONCE.value, help_text="the rhythm of letters")
    silent_on = models.JSONField(default=list, blank=True, help_text="steps of a report that are not told")
    hides_live = models.BooleanField(default=False, help_text="pictures of live animals stay closed")
    hides_gore = models.BooleanField(default=False, help_text="pictures of body parts stay closed")
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="an_address_is_kept_in_small_letters"),
            models.CheckConstraint(
                condition=Q(role__in=["company-agent", "company-admin"], member__isnull=False)
                | (~Q(role__in=["company-agent", "company-admin"]) & Q(member__isnull=True)),
                name="company_people_and_only_they_have_a_member",
            ),
            models.CheckConstraint(
                condition=Q(pledged_at__isnull=True, pledge_version="")
                | (Q(pledged_at__isnull=False) & ~Q(pledge_version="")),
                name="a_pledge_has_version_and_time",
            ),
            models.CheckConstraint(condition=Q(told_when__in=Rhythm.values), name="a_rhythm_is_known"),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(is_active=False), name="whoever_was_erased_signs_in_no_more"
            ),
        ]

    def __str__(self) -> str:
        return self.handle

    @property
    def is_company(self) -> bool:
        """Acts for a member company."""
        return self.role in COMPANY

    @property
    def is_triage(self) -> bool:
        """Works at the queue."""
        return self.role in STAFF
