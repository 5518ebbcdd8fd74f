"""Whatever bytes somebody sends to whatever address: an answer, never a fault of ours."""

from urllib.parse import quote_from_bytes

import pytest
from django.db import transaction
from django.test import Client

from tests import builders
from tests.architecture.doors import World, knock, outcome
from tests.architecture.test_doors import DOORS, TABLE

# The world stands before the tests; this mark lets the module run alone too.
pytestmark = pytest.mark.django_db

HOSTILE = {
    "nothing": b"",
    "NUL": b"https://gerai-market.com/\0x",
    "a lone surrogate": b"\xed\xa0\x80",
    "no UTF-8": b"\xff\xfe\x80",
    "10,000 characters": b"a" * 10_000,
    "a long number": b"9" * 5_000,
    "markup": b'"><script>alert(1)</script>{{ 7*7 }}%s%n',
}
# Every field that a form of the site has, and some that none has.
FIELDS = """
    addresses token pictures kept why note taxon_key search_word sureness offered offered_as
    quantity unit price currency sale_signals seller place code_word text outcome language told_by_mail next
    confirm-reason confirm-basis confirm-note dismiss-reason dismiss-note ask-note forward-explanation
    forward-exhibits login email password password1 password2 oldpassword code website remember action_add
    action_primary action_send action_remove session id csrfmiddlewaretoken observe_only accept csrf 0 [] $ne
"""
QUERY = "after before status band language mine address next since cursor limit q page _popup o format"
FORM = "application/x-www-form-urlencoded"
UPLOADS = {
    "words as a file": b'name="addresses"; filename="a.png"\r\nContent-Type: image/png\r\n\r\nhttps://gerai-market.com/1',
    "a file as words": b'name="pictures"\r\n\r\nno file at all',
    "a name that is none": b'name="pictures"; filename="\xff\xfe\0.png"\r\n\r\n\x89PNG',
    "no name": b'name="pictures"; filename=""\r\nContent-Length: -1\r\n\r\n',
    "broken base64": b'name="token"; filename="x"\r\nContent-Transfer-Encoding: base64\r\n\r\n===',
    "odd encodings": b"name*=utf-16''%FF%FE; filename*=nonsense\r\n\r\nx",
}
PATHS = (
    "/reports/%00/",
    "/reports/%ED%A0%80/",
    "/reports/" + "a" * 5_000 + "/",
    "/queue/..%2f..%2fetc%2fpasswd/",
    "/queue/x/pictures/1/..%2f/",
    "/company/cases/CS-aaaa-aaaa-aaaa/",
    "/staff/deliveries/%00/send-again/",
    "/admin/coalition/user/%00/change/",
    "/%ff%fe",
    "//evil.example/..",
)
MESSAGES = (
    b"",
    b"null",
    b"[]",
    b'"removed"',
    b"1e999",
    b"{",
    b'{"outcome": {"a": 1}}',
    b'{"outcome": ["removed"]}',
    b'{"outcome": null}',
    b'{"outcome": "removed", "note": 1}',
    b'{"outcome": "removed", "note": "\\u0000\\ud800"}',
    b'{"outcome": "removed", "note": "' + b"a" * 60_000 + b'"}',
    b'{"outcome": "\\ud800"}',
    b'{"outcome": "\xff"}',
    b"[" * 5_000,
    b'{"outcome": "removed", "note": ' + b"9" * 5_000 + b"}",
)


def filled(names: str, value: bytes) -> bytes:
    """A form or query in which every field holds this value."""
    return "&".join(f"{name}={quote_from_bytes(value)}" for name in names.split()).encode()


def test_no_form_breaks(world: World, browsers: dict[str, Client]) -> None:
    posts = {name: door for name, door in TABLE.items() if door.post}
    broken = {
        (name, label)
        for name, door in posts.items()
        for label, value in HOSTILE.items()
        if outcome(knock(browsers[door.post[0]], "POST", door.path.format(**world.words), filled(FIELDS, value), FORM))
        == "fault"
    }

    assert broken == set()


def test_no_page_breaks_on_what_follows_the_question_mark(world: World, browsers: dict[str, Client]) -> None:
    gets = {name: door for name, door in DOORS.items() if door.get and "/accounts/" not in door.path}
    broken = {
        (name, label)
        for name, door in gets.items()
        for label, value in HOSTILE.items()
        if outcome(
            knock(browsers[door.get[0]], "GET", f"{door.path.format(**world.words)}?{filled(QUERY, value).decode()}")
        )
        == "fault"
    }

    assert broken == set()


@pytest.mark.parametrize("name", ["intake:report", "intake:reply", "triage:forward", "cases:answer", "account_login"])
def test_no_upload_breaks(world: World, browsers: dict[str, Client], name: str) -> None:
    door, start, end = TABLE[name], b"--b\r\nContent-Disposition: form-data; ", b"\r\n--b--\r\n"
    here, browser = door.path.format(**world.words), browsers[door.post[0]]
    broken = {
        label
        for label, part in UPLOADS.items()
        if outcome(knock(browser, "POST", here, start + part + end, "multipart/form-data; boundary=b")) == "fault"
    }

    assert broken == set()


def test_no_path_breaks(browsers: dict[str, Client]) -> None:
    broken = {
        (who, path) for who in browsers for path in PATHS if outcome(knock(browsers[who], "GET", path)) == "fault"
    }

    assert broken == set()


@pytest.mark.parametrize("number", [2**31, 2**63, 10**30])
def test_a_number_that_no_row_has_is_absent(world: World, browsers: dict[str, Client], number: int) -> None:
    places = {
        "spotter": f"/reports/{world.words['report']}/screenshots/{number}/copy/",
        "analyst": f"/queue/{world.words['listing']}/pictures/{number}/copy/",
        "auditor": f"/queue/{world.words['listing']}/screenshots/{number}/copy/",
        "agent of A": f"/company/cases/{world.words['case']}/exhibits/{number}/",
    }

    answers = {who: outcome(knock(browsers[who], "GET", path)) for who, path in places.items()}
    assert answers == dict.fromkeys(places, "absent")


def test_no_message_of_a_companys_software_breaks(world: World) -> None:
    _row, key = builders.api_key(builders.member("Pasar"))
    api = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {key}"})
    here, broken = f"/api/v1/cases/{world.words['case']}", []
    for body in MESSAGES:
        for verb in ("answer", "acknowledge"):
            for kind in ("application/json", FORM, "text/plain; charset=nonsense"):
                with transaction.atomic():
                    answer = api.generic("POST", f"{here}/{verb}/", body, content_type=kind)
                    transaction.set_rollback(True)
                broken += [(verb, kind, body[:40])] if answer.status_code >= 500 else []

    assert broken == []
