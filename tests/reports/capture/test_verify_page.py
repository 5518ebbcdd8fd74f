"""`verify.html` checks a pack in a browser from the disk, without a network, and runs nothing but its own script."""

import base64
import hashlib
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_httpserver import HTTPServer

from reports.capture.edges.packs import verify_page
from tests import builders
from tests.reports.capture.packs import bytes_of, packed, preserved


def test_its_policy_names_the_very_script_and_style_in_it() -> None:
    page = verify_page().decode()

    for tag in ("script", "style"):
        inside = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inside[0].encode()).digest()).decode()
        assert (len(inside), f"{tag}-src 'sha256-{digest}'" in page) == (1, True)
    assert "default-src 'none'" in page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_whole_pack_is_said_to_be_whole_and_a_changed_one_to_be_changed(
    page: Page, market: HTTPServer, tmp_path: Path
) -> None:
    pack = packed(preserved(market), builders.analyst())
    data = bytes_of(pack)
    whole, changed, opened = tmp_path / "whole.zip", tmp_path / "changed.zip", tmp_path / "verify.html"
    whole.write_bytes(data)
    spoiled = bytearray(data)
    spoiled[data.index(b"\xff\xd8\xff") + 200] ^= 1
    changed.write_bytes(bytes(spoiled))
    opened.write_bytes(verify_page())
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(opened.as_uri())

    page.get_by_label("The pack").set_input_files(whole)
    expect(page.locator("#said")).to_contain_text("Whole: nothing was changed. 13 files")
    expect(page.locator("#said")).to_contain_text(pack.sha256)
    page.get_by_label("The pack").set_input_files(changed)
    expect(page.locator("#said")).to_contain_text("was changed")
    expect(page.locator("#said")).not_to_contain_text("Whole")

    assert asked == [opened.as_uri()]
