"""One root for many leaves, and a path for each."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as some

from spotter.audit.merkle import climb, leaf_of, path_of, root_of


def leaves(count: int) -> list[bytes]:
    return [leaf_of(str(number).encode()) for number in range(count)]


def test_the_root_of_one_leaf_is_the_leaf() -> None:
    assert root_of(leaves(1)) == sha256(b"\x000").digest()


def test_the_tree_is_that_of_rfc_6962() -> None:
    # The test vectors of Certificate Transparency: eight leaves.
    data = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]

    root = root_of([leaf_of(bytes.fromhex(one)) for one in data])

    assert root.hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


@given(some.integers(1, 70))
def test_every_leaf_climbs_to_the_root(count: int) -> None:
    under = leaves(count)

    assert {climb(under[at], path_of(under, at)) for at in range(count)} == {root_of(under)}


@given(some.integers(2, 40), some.data())
def test_another_leaf_does_not(count: int, data: some.DataObject) -> None:
    under = leaves(count)
    at = data.draw(some.integers(0, count - 1))

    assert climb(leaf_of(b"forged"), path_of(under, at)) != root_of(under)


def test_a_node_cannot_pass_for_a_leaf() -> None:
    two = leaves(2)

    assert leaf_of(two[0] + two[1]) != root_of(two)


def test_nothing_has_no_root() -> None:
    with pytest.raises(ValueError, match="at least one"):
        root_of([])
