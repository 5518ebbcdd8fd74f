"""Where a short link leads: learned once, by the first look, so that later it is the listing's own address at once."""

from django.db import models


class ShortLinkQuerySet(models.QuerySet["ShortLink"]):
    """How short links are found."""

    def leading_from(self, keys: set[str]) -> dict[str, str]:
        """The listing's own address for each of these hashed keys that is known."""
        return dict(self.filter(key__in=keys).values_list("key", "address")) if keys else {}


class ShortLink(models.Model):
    """One short link, by the SHA-256 of its canonical key, and the address of the listing that it leads to."""

    key = models.CharField(max_length=64, unique=True)
    address = models.CharField(max_length=2000)
    at = models.DateTimeField()

    objects = ShortLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return self.address
