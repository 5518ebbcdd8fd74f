"""What is another since the look before, and what only looks so."""

from dataclasses import replace
from typing import Any

import pytest

from reports.capture.rules.changes import Change, Sight, what_changed

ONE, ALIKE, OTHER = "f" * 63 + "0", "f" * 63 + "1", "0f" * 32
TEXT = "Dijual pipa gading gajah asli tua dari koleksi kakek kondisi bagus tanpa retak siap kirim seluruh Indonesia"
SEEN = Sight(
    state="live",
    shows=True,
    title="Pipa gading",
    price="1250000 IDR",
    seller="rina_antik",
    text=TEXT,
    pictures=(("aa", ONE), ("bb", OTHER)),
)


def changes(**now: Any) -> list[tuple[str, str, str]]:
    return [(one.what, one.before, one.now) for one in what_changed(SEEN, replace(SEEN, **now))]


def test_the_first_look_changes_nothing() -> None:
    assert what_changed(None, SEEN) == ()


@pytest.mark.parametrize(
    ("what", "now", "change"),
    [
        ("price", {"price": "900000 IDR"}, ("price", "1250000 IDR", "900000 IDR")),
        ("title", {"title": "Pipa kayu"}, ("title", "Pipa gading", "Pipa kayu")),
        ("seller", {"seller": "toko88"}, ("seller", "rina_antik", "toko88")),
        ("text", {"text": "Kursi plastik untuk taman, warna putih"}, ("text", "100", "0")),
        ("a picture gone", {"pictures": (("aa", ONE),)}, ("pictures", "1", "0")),
        ("a picture in place of one", {"pictures": (("aa", ONE), ("cc", "a3" * 32))}, ("pictures", "1", "1")),
    ],
)
def test_what_is_another_is_said_with_what_was(what: str, now: dict[str, Any], change: tuple[str, str, str]) -> None:
    assert changes(**now) == [change]


@pytest.mark.parametrize(
    ("what", "now"),
    [
        ("nothing", {}),
        ("capitals and spaces", {"title": "PIPA  gading"}),
        ("a counter in the text", {"text": f"{TEXT} 14"}),
        ("a picture in another size", {"pictures": (("zz", ALIKE), ("bb", OTHER))}),
        ("a price that nobody read this time", {"price": ""}),
        ("pictures that did not come", {"pictures": ()}),
    ],
)
def test_what_only_looks_so_is_no_change(what: str, now: dict[str, Any]) -> None:
    assert changes(**now) == []


def test_a_wall_changes_the_state_alone() -> None:
    wall = Sight(state="login-wall", shows=False, title="Sign in")
    assert what_changed(SEEN, wall) == (Change("state", "live", "login-wall"),)


def test_pictures_of_one_colour_are_compared_by_their_bytes() -> None:
    plain = replace(SEEN, pictures=(("aa", "0" * 64),))
    other = replace(SEEN, pictures=(("bb", "0" * 64),))
    assert [what_changed(plain, other), what_changed(plain, plain)] == [(Change("pictures", "1", "1"),), ()]


def test_scripts_without_spaces_are_compared_by_letters() -> None:
    old = replace(SEEN, text="这是一件非常古老的象牙雕刻摆件来自祖父的收藏保存完好没有裂纹可以寄送到全国各地")
    new = replace(old, text=old.text + "十四")
    assert what_changed(old, new) == ()
