"""The example listings, written for this project: nobody's real offers."""

from spotter.management.example.catalogue.gerai import GERAI
from spotter.management.example.catalogue.kedai import KEDAI
from spotter.management.example.catalogue.pasar import PASAR
from spotter.management.example.listings import Listing

LISTINGS: tuple[Listing, ...] = (*PASAR, *GERAI, *KEDAI)
