"""Member companies, their platforms and hosts, and the keys of their software."""

import hashlib
import secrets
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.text import slugify

from coalition.models.people import Ngo


class MemberQuerySet(models.QuerySet["Member"]):
    """The words for members."""

    def in_coalition(self) -> Self:
        """Companies that joined; the others are counted and shelved, never refused."""
        return self.filter(is_member=True)


class Member(models.Model):
    """A company: of the Coalition, or one whose platforms are only counted."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    is_member = models.BooleanField(default=False)
    joined_on = models.DateField(null=True, blank=True)
    lead_ngo = models.ForeignKey(Ngo, models.PROTECT, null=True, blank=True, related_name="leads")
    language = models.CharField(max_length=12, default="en")
    country = models.CharField(max_length=2, blank=True, default="")
    policy = models.TextField(blank=True, default="", help_text="the company's own rule on wildlife, in its words")
    policy_link = models.URLField(blank=True, default="")
    is_example = models.BooleanField(default=False, help_text="example data: no statement about a real company")

    objects = MemberQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """A member without a slug gets one from its name."""
        self.slug = self.slug or slugify(self.name)[:60]
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class Platform(models.Model):
    """A marketplace or network of a company."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="platforms")
    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    item_patterns = models.JSONField(default=list, help_text="regular expressions with a group `item`, over path?query")
    obeys_robots = models.BooleanField(
        "obey robots.txt", default=False, help_text="leave pages alone that its robots.txt asks robots to leave alone"
    )

    def __str__(self) -> str:
        return self.name


class PlatformHost(models.Model):
    """A host name of a platform; the longest registered suffix of an address decides."""

    platform = models.ForeignKey(Platform, models.CASCADE, related_name="hosts")
    host = models.CharField(max_length=253, unique=True)
    is_short = models.BooleanField(default=False, help_text="a host of short links")

    def __str__(self) -> str:
        return self.host


class Scope(models.TextChoices):
    """What a key may do."""

    READ = "cases:read"
    WRITE = "cases:write"


def key_hash(secret: str) -> str:
    """The secret has 256 random bits, so a plain hash keeps it."""
    return hashlib.sha256(secret.encode()).hexdigest()


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    """The words for keys."""

    def valid(self, now: datetime) -> Self:
        """Neither revoked nor expired."""
        return self.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=now), revoked_at__isnull=True)


class ApiKey(models.Model):
    """A company's key to the REST API: shown once, kept as a hash; `cst_live_<id>_<secret>`."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=80)
    key_id = models.CharField(max_length=16, unique=True)
    secret_hash = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=40)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    objects = ApiKeyQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.name} ({self.key_id})"

    @staticmethod
    def new_parts() -> tuple[str, str]:
        """A fresh (key id, secret)."""
        return secrets.token_hex(6), secrets.token_hex(32)

    @staticmethod
    def text_of(key_id: str, secret: str) -> str:
        """The key as its owner gets it, once."""
        return f"cst_live_{key_id}_{secret}"
