"""Read the shipped example platforms as plain frozen rows."""

import csv
from pathlib import Path

from coalition.members.rules import ShippedPlatform

_PLATFORMS = Path(__file__).parent / "data" / "platforms.csv"


def shipped_platforms() -> tuple[ShippedPlatform, ...]:
    """Read platforms.csv; an item pattern matches a path with its query and names the group `item`."""
    with _PLATFORMS.open(encoding="utf-8", newline="") as file:
        return tuple(_platform(row) for row in csv.DictReader(file, strict=True))


def _platform(row: dict[str, str]) -> ShippedPlatform:
    return ShippedPlatform(
        key=row["key"],
        owner=row["owner"],
        name=row["name"],
        hosts=tuple(row["hosts"].split()),
        short_hosts=tuple(row["short_hosts"].split()),
        item_patterns=tuple(row["item_patterns"].split()),
        member=row["member"] == "yes",
        joined=row["joined"],
        example=row["example"] == "yes",
        source=row["source"],
    )
