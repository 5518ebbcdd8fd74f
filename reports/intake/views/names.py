"""The names of taxa that are offered while a volunteer types."""

from typing import Final

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from coalition.knowledge.queries.names import Named, names_like
from reports.models import words
from spotter.lib.allowance import limited
from spotter.lib.buckets import MINUTE, Bucket
from spotter.lib.doors import SPOTTERS, audience
from spotter.lib.languages import language_name

# Faster than anybody types.
TYPED: Final = Bucket(240, MINUTE)


@audience(*SPOTTERS)
@limited("names", TYPED)
@require_GET
def names(request: HttpRequest) -> JsonResponse:
    """At most ten taxa and products whose name in any language fits what somebody types; never a restricted word."""
    found = names_like(request.GET.get("q", ""))
    return JsonResponse({"names": [_named(named) for named in found]})


def _named(named: Named) -> dict[str, str]:
    return {
        "taxon": named.taxon,
        "word": named.word,
        "product": str(words.PRODUCT.get(named.product, "")),
        "name": named.name,
        "language": language_name(named.language),
    }
