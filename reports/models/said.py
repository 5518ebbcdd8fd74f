"""What a spotter says about a listing: the same columns on a Report and on each of its earlier versions."""

from typing import Final

from django.db import models


class Said(models.Model):
    """The spotter's own words and figures: all optional, cleaned at the form, never shown to a company."""

    why = models.JSONField(default=list, help_text="reason chips")
    note = models.TextField(blank=True, default="")
    offered = models.CharField(max_length=120, blank=True, default="", help_text="what is offered, as they name it")
    taxon_key = models.CharField(max_length=60, blank=True, default="")
    product = models.CharField(max_length=60, blank=True, default="", help_text="the product class of that name")
    offered_as = models.CharField(max_length=10, blank=True, default="", help_text="live, part, product")
    quantity = models.DecimalField(max_digits=11, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=40, blank=True, default="", help_text="in words")
    price = models.DecimalField(max_digits=17, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, default="", help_text="ISO 4217")
    place = models.CharField(max_length=120, blank=True, default="")
    seller = models.CharField(max_length=120, blank=True, default="", help_text="the public handle")
    sale_signals = models.JSONField(default=list, help_text="chips: how it is sold")
    search_word = models.CharField(max_length=120, blank=True, default="")
    code_word = models.CharField(max_length=80, blank=True, default="", help_text="perhaps a new code word")
    language = models.CharField(max_length=12, blank=True, default="", help_text="of the listing")
    sureness = models.CharField(max_length=10, blank=True, default="")

    class Meta:
        abstract = True


# What is corrected, kept as it was before, and given to its spotter: one list for all of it.
SAID: Final = tuple(field.name for field in Said._meta.local_fields)
