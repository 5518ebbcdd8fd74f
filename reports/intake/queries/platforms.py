"""The platforms as the address rules want them: asked for by every report, and hardly ever changed."""

import json
from functools import lru_cache
from typing import Final

from django.db import connection

from reports.intake.rules.addresses import PlatformRow

# One text, so that what we have read before need not be read again.
ALL: Final = """
SELECT json_agg(json_build_array(
    platform.key, coalesce(named.hosts, '{}'), platform.item_patterns, platform.id, member.is_example
) ORDER BY platform.key)::text
FROM coalition_platform AS platform JOIN coalition_member AS member ON member.id = platform.member_id
LEFT JOIN (
    SELECT platform_id, array_agg(host ORDER BY host) AS hosts FROM coalition_platformhost GROUP BY platform_id
) AS named ON named.platform_id = platform.id"""


def platform_rows() -> tuple[PlatformRow, ...]:
    """Every platform of this moment with its hosts and item patterns."""
    with connection.cursor() as cursor:
        cursor.execute(ALL)
        [told] = cursor.fetchone() or [None]
    return _rows_of(told or "[]")


@lru_cache(maxsize=1)
def _rows_of(told: str) -> tuple[PlatformRow, ...]:
    return tuple(
        PlatformRow(key, tuple(hosts), tuple(patterns), pk, is_example)
        for key, hosts, patterns, pk, is_example in json.loads(told)
    )
