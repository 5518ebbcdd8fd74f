"""The report form in a phone's browser: pictures, black boxes, drafts that survive, and the phone's share menu."""

import base64
from collections.abc import Iterator
from contextlib import suppress

import pytest
from PIL import Image
from playwright.sync_api import Browser, Error, FilePayload, Route, expect
from pytest_django.live_server_helper import LiveServer

from coalition.models import User
from reports.models import Report
from tests.journeys.phone import ADDRESS, PNG, Phone, phone_of, reported, stored
from tests.spotter.picture_files import drawing, saved

pytestmark = pytest.mark.browser

GREY = saved(Image.new("RGB", (400, 300), (120, 120, 120)), "PNG")
GPS = 0x8825


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer, transactional_db: None) -> Iterator[Phone]:
    """A phone whose owner is signed in."""
    yield from phone_of(browser, live_server)


@pytest.fixture
def plain_phone(browser: Browser, live_server: LiveServer, transactional_db: None) -> Iterator[Phone]:
    """A phone that runs no script."""
    yield from phone_of(browser, live_server, script=False)


def with_place(kind: str) -> bytes:
    """A picture of that kind whose header says where it was taken."""
    exif = Image.Exif()
    exif.get_ifd(GPS).update({1: "S", 2: (6.0, 12.0, 30.0), 3: "E", 4: (106.0, 49.0, 12.0)})
    return saved(drawing(), kind, exif=exif.tobytes())


def without_place(kind: str) -> bytes:
    """The same with a header that names the camera only."""
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    return saved(drawing(), kind, exif=exif.tobytes())


def cover_middle(phone: Phone) -> None:
    """Draws a box over the middle of the only picture and saves it."""
    phone.page.get_by_role("button", name="Cover my name").click()
    frame = phone.page.locator("[data-stage] canvas").bounding_box()
    assert frame
    mouse = phone.page.mouse
    mouse.move(frame["x"] + frame["width"] * 0.25, frame["y"] + frame["height"] * 0.25)
    mouse.down()
    mouse.move(frame["x"] + frame["width"] * 0.75, frame["y"] + frame["height"] * 0.75, steps=4)
    mouse.up()
    phone.page.get_by_role("button", name="Save boxes").click()
    expect(phone.page.get_by_text("Black boxes are saved into the picture.")).to_be_visible()


def corners(picture: Image.Image) -> list[object]:
    """Pixels inside the covered middle, then outside it."""
    inside = [picture.getpixel(at) for at in ((110, 85), (200, 150), (290, 215))]
    outside = [picture.getpixel(at) for at in ((90, 65), (310, 235))]
    return [*inside, *outside]


def test_a_pasted_picture_is_sent_with_the_report(phone: Phone) -> None:
    phone.open_form()
    phone.write()
    phone.copy_picture()
    phone.page.keyboard.press("Control+V")
    expect(phone.page.locator(".shot[data-ready]")).to_have_count(1)
    phone.send()
    phone.page.wait_for_url("**/reports/*/")
    assert (reported(), [picture.size for picture in stored()]) == ([ADDRESS], [(640, 400)])


def test_the_thanks_are_on_the_page_after_sending(phone: Phone) -> None:
    phone.open_form()
    phone.write()
    phone.send()
    expect(phone.page.get_by_text("Thank you. Your report is kept.")).to_be_visible()


def test_what_is_under_a_black_box_never_leaves_the_phone(phone: Phone) -> None:
    phone.open_form()
    phone.write()
    phone.choose(("screen.png", "image/png", GREY))
    cover_middle(phone)
    phone.send()
    phone.page.wait_for_url("**/reports/*/")
    black, grey = (0, 0, 0, 255), (120, 120, 120, 255)
    assert corners(stored()[0].convert("RGBA")) == [black, black, black, grey, grey]


def test_a_box_is_drawn_by_keyboard_alone(phone: Phone) -> None:
    phone.open_form()
    phone.write()
    phone.choose(("screen.png", "image/png", GREY))
    phone.page.get_by_role("button", name="Cover my name").focus()
    phone.page.keyboard.press("Enter")
    phone.page.get_by_role("button", name="Add a box").press("Enter")
    for key in ("ArrowUp", "ArrowLeft", "Shift+ArrowDown"):
        phone.page.keyboard.press(key)
    phone.page.get_by_role("button", name="Save boxes").press("Enter")
    expect(phone.page.get_by_text("Black boxes are saved into the picture.")).to_be_visible()
    phone.send()
    phone.page.wait_for_url("**/reports/*/")
    # Added at 30 % and 45 %, moved by 2 % up and to the left, two steps of 2 % taller than 10 %: rows 129 to 165.
    picture = stored()[0].convert("L")
    column = [row for row in range(300) if picture.getpixel((200, row)) == 0]
    assert (min(column), max(column)) == (129, 164)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_picture_that_carries_a_place_is_pointed_out(phone: Phone, kind: str) -> None:
    phone.open_form()
    mime = f"image/{kind.lower()}"
    phone.choose(("plain", mime, without_place(kind)), ("placed", mime, with_place(kind)))
    warned = phone.page.locator(".shot:has([data-place]:visible) .shot-name").all_inner_texts()
    assert warned == ["placed"]


def test_the_place_is_taken_out_when_asked(phone: Phone) -> None:
    phone.open_form()
    phone.write()
    phone.choose(("photo.jpg", "image/jpeg", with_place("JPEG")))
    phone.page.get_by_role("button", name="Take the place out").click()
    expect(phone.page.get_by_text("The place is out of the picture.")).to_be_visible()
    phone.send()
    phone.page.wait_for_url("**/reports/*/")
    assert dict(stored()[0].getexif()) == {}


def test_pictures_are_put_in_order_and_a_removal_is_undone(phone: Phone) -> None:
    phone.open_form()
    phone.choose(*[(f"{number}.png", "image/png", PNG) for number in (1, 2, 3)])
    phone.page.get_by_role("button", name="Move up: 3.png").click()
    phone.page.get_by_role("button", name="Remove: 1.png").click()
    phone.page.get_by_role("button", name="Undo").click()
    assert phone.page.locator(".shot-name").all_inner_texts() == ["1.png", "3.png", "2.png"]


def test_the_ninth_picture_is_named_and_left_out(phone: Phone) -> None:
    phone.open_form()
    files = [FilePayload(name=f"{number}.png", mimeType="image/png", buffer=PNG) for number in range(1, 10)]
    phone.page.get_by_label("Screenshots").set_input_files(files)
    expect(phone.page.locator(".pictures-said")).to_contain_text("At most 8 pictures: 9.png was left out.")
    assert phone.page.locator(".shot").count() == 8


def test_a_mistake_is_shown_without_losing_the_picture(phone: Phone) -> None:
    phone.open_form()
    phone.write("nonsense")
    phone.choose(("screen.png", "image/png", PNG))
    phone.send()
    expect(phone.page.locator(".error-summary")).to_be_visible()
    phone.write()
    phone.send()
    phone.page.wait_for_url("**/reports/*/")
    assert (reported(), len(stored())) == ([ADDRESS], 1)


def test_a_draft_written_without_a_network_is_sent_once_when_it_is_back(phone: Phone) -> None:
    phone.open_form()
    phone.wait_for_worker()
    phone.go_offline()
    phone.open_form()
    assert phone.page.get_by_text("No connection just now").is_visible()
    phone.write()
    phone.choose(("screen.png", "image/png", PNG))
    phone.send()
    assert phone.news().startswith("There is no connection. Your report is kept on this device")
    phone.open_form()
    phone.shows_drafts(ADDRESS)
    assert reported() == []
    phone.go_online()
    expect(phone.page.locator("[data-news]")).to_contain_text("Your report was sent. Thank you.")
    phone.open_form()
    phone.shows_drafts()
    assert (reported(), len(stored())) == ([ADDRESS], 1)


def test_an_answer_that_got_lost_makes_no_second_report(phone: Phone) -> None:
    def take_it_and_fall_silent(route: Route) -> None:
        if route.request.method == "GET":
            route.continue_()
            return
        # One that is still on its way when the test lets the network speak again is handled by then.
        with suppress(Error):
            route.fetch()
            route.abort()

    phone.open_form()
    phone.page.route("**/report/", take_it_and_fall_silent)
    phone.write()
    phone.choose(("screen.png", "image/png", PNG))
    phone.send()
    assert phone.news().startswith("There is no connection.")
    phone.shows_drafts(ADDRESS)
    assert reported() == [ADDRESS]
    phone.page.unroute("**/report/")
    # The form tries again by itself when the network is back, and perhaps did so just now.
    phone.page.evaluate("dispatchEvent(new Event('online'))")
    phone.shows_drafts()
    assert (reported(), len(stored())) == ([ADDRESS], 1)


def test_a_draft_survives_closing_the_page(phone: Phone) -> None:
    phone.open_form()
    phone.write()
    phone.choose(("screen.png", "image/png", PNG))
    phone.wait_until_kept()
    phone.page.close()
    phone.page = phone.context.new_page()
    phone.open_form()
    phone.page.get_by_role("button", name="Go on with it").click()
    expect(phone.page.locator(".shot[data-ready]")).to_have_count(1)
    assert phone.page.get_by_label("Address of the listing").input_value() == ADDRESS


def test_somebody_signed_out_meanwhile_is_told_and_keeps_the_draft(phone: Phone) -> None:
    phone.open_form()
    phone.write()
    phone.context.clear_cookies()
    phone.send()
    assert phone.news().startswith("You are signed out. Your report is kept on this device")
    phone.shows_drafts(ADDRESS)
    assert reported() == []


def test_another_account_on_the_same_phone_neither_sees_nor_sends_a_draft(phone: Phone) -> None:
    phone.open_form()
    phone.write()
    phone.wait_until_kept()
    User.objects.filter(pk=phone.owner.pk).update(handle="somebody-else")
    phone.open_form()
    expect(phone.page.get_by_text("Another account has drafts on this device too.")).to_be_visible()
    phone.shows_drafts()


def test_signing_out_names_the_drafts_and_deletes_them_when_asked(phone: Phone) -> None:
    phone.open_form()
    phone.write()
    phone.wait_until_kept()
    phone.page.locator("summary", has_text="Your account").click()
    phone.page.get_by_role("button", name="Sign out").click()
    phone.page.get_by_role("button", name="Delete them and sign out").click()
    phone.page.wait_for_url(f"{phone.site}/")
    assert phone.kept() == 0


SHARE = """async (base64) => {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const make = (tag, facts) => Object.assign(document.createElement(tag), facts);
  const form = make("form", {method: "post", action: "/report/share/", enctype: "multipart/form-data"});
  const text = make("input", {name: "text", value: "Lihat barang ini https://www.gerai-market.com/item/1"});
  const file = make("input", {name: "pictures", type: "file"});
  const files = new DataTransfer();
  files.items.add(new File([bytes], "shared.png", {type: "image/png"}));
  file.files = files.files;
  form.append(text, file);
  document.body.append(form);
  form.submit();
}"""


def test_what_the_phone_shares_opens_as_a_draft_with_its_picture(phone: Phone) -> None:
    phone.open_form()
    phone.wait_for_worker()
    phone.page.evaluate(SHARE, base64.b64encode(PNG).decode())
    expect(phone.page.locator(".shot[data-ready] .shot-name")).to_have_text("shared.png")
    box = phone.page.get_by_label("Address of the listing")
    expect(box).to_have_value("Lihat barang ini https://www.gerai-market.com/item/1")


def test_the_content_policy_has_nothing_to_complain_about(phone: Phone) -> None:
    phone.open_form()
    phone.wait_for_worker()
    phone.write()
    phone.choose(("screen.png", "image/png", GREY))
    cover_middle(phone)
    phone.send()
    phone.page.wait_for_url("**/reports/*/")
    assert phone.complaints == []


def test_without_script_the_form_still_posts(plain_phone: Phone) -> None:
    page = plain_phone.page
    page.goto(f"{plain_phone.site}/report/")
    plain_phone.write()
    page.get_by_label("Screenshots").set_input_files(FilePayload(name="a.png", mimeType="image/png", buffer=PNG))
    plain_phone.send()
    page.wait_for_url("**/reports/*/")
    assert (Report.objects.count(), len(stored())) == (1, 1)
