"""Near-copies and listings of one seller are one group, so that no split tests what it has learned."""

import pytest

from reports.scoring.edges.copies import groups_of

TEXT = "carved tusk of my grandfather with old patina and fine age lines from an estate in the hills, shipping now"
COPY = TEXT.replace("now", "today")
OTHER = "a chair and a table of oak with four legs that stood in the kitchen for years and want a new home this summer"


def grouped(*texts: str, sellers: tuple[str, ...] = ()) -> list[int]:
    """The groups of these texts, numbered as they come."""
    found = groups_of([frozenset(text.split()) for text in texts], sellers or ("",) * len(texts))
    return [sorted(set(found)).index(group) for group in found]


@pytest.mark.parametrize(
    ("texts", "groups"),
    [
        ((TEXT, TEXT), [0, 0]),
        ((TEXT, COPY), [0, 0]),
        ((TEXT, OTHER), [0, 1]),
        ((TEXT, OTHER, COPY), [0, 1, 0]),
        (("", ""), [0, 0]),
        ((), []),
    ],
    ids=["equal", "one word of twenty is another", "different", "a copy further on", "empty", "none"],
)
def test_copies_belong_together(texts: tuple[str, ...], groups: list[int]) -> None:
    assert grouped(*texts) == groups


def test_one_seller_is_one_group_and_joins_whoever_copied_from_them() -> None:
    assert grouped(TEXT, OTHER, COPY, sellers=("a", "a", "b")) == [0, 0, 0]


def test_listings_without_a_seller_are_not_of_one_seller() -> None:
    assert grouped(TEXT, OTHER) == [0, 1]


def test_many_different_listings_stay_apart() -> None:
    texts = [" ".join(f"word{number * 40 + n}" for n in range(30)) for number in range(200)]
    assert len(set(grouped(*texts))) == 200
