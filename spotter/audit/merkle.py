"""A tree of hashes (RFC 6962): one root stands for many leaves, and a short path shows that a leaf is under it."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Literal

Side = Literal["L", "R"]
# The neighbours on the way up: on which side each stands, and its hash.
Path = list[tuple[Side, bytes]]


def leaf_of(data: bytes) -> bytes:
    """The hash of a leaf; a first byte of its own keeps a node from passing for a leaf."""
    return sha256(b"\x00" + data).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root over hashes of leaves, at least one. Raises ValueError for none."""
    if not leaves:
        raise ValueError("a tree has at least one leaf")
    level = list(leaves)
    while len(level) > 1:
        level = _above(level)
    return level[0]


def path_of(leaves: Sequence[bytes], index: int) -> Path:
    """The neighbours that lead from the leaf at `index` to the root."""
    level, at, path = list(leaves), index, Path()
    while len(level) > 1:
        neighbour = at ^ 1
        if neighbour < len(level):
            path.append(("L" if neighbour < at else "R", level[neighbour]))
        level, at = _above(level), at // 2
    return path


def climb(leaf: bytes, path: Path) -> bytes:
    """The root that a leaf's hash and its path lead to."""
    here = leaf
    for side, neighbour in path:
        here = _node(neighbour, here) if side == "L" else _node(here, neighbour)
    return here


def _above(level: list[bytes]) -> list[bytes]:
    """The next level up; the last of an odd number goes up as it is, which gives the tree of RFC 6962."""
    pairs = [_node(left, right) for left, right in zip(level[::2], level[1::2], strict=False)]
    return pairs + level[len(level) & ~1 :]


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()
