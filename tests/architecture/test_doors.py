"""Every address of the site, every method, ten actors of two companies: who gets in stands in this table."""

from collections import defaultdict
from dataclasses import dataclass

import pytest
from django.contrib import admin
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from coalition.models import Scope, User
from spotter.lib.doors import KEY, PUBLIC, audience_of
from tests import builders
from tests.architecture.doors import (
    ADMINISTRATOR,
    NOBODY,
    World,
    browser_of,
    every_url,
    knock,
    outcome,
)

# The world stands before the tests; this mark lets the module run alone too.
pytestmark = pytest.mark.django_db

VOLUNTEERS = ("spotter", "lead spotter")
TRIAGE = ("analyst", "lead analyst")
COMPANY_A = ("agent of A", "admin of A")
COMPANIES = (*COMPANY_A, "agent of B")
# The administrator is a coordinator who may also look into the admin site.
OFFICE = ("coordinator", ADMINISTRATOR)
SIGNED_IN = (*VOLUNTEERS, *TRIAGE, *COMPANIES, *OFFICE, "auditor")
EVERYBODY = (NOBODY, *SIGNED_IN)
NONE: tuple[str, ...] = ()


@dataclass(frozen=True)
class Door:
    """Where it is, and who gets in; whoever is not named does not, and a method without a name is shut for all."""

    path: str
    get: tuple[str, ...] = NONE
    post: tuple[str, ...] = NONE


TABLE = {
    # everybody
    "home": Door("/", get=EVERYBODY),
    "impact:figures": Door("/figures/", get=EVERYBODY),
    "impact:csv": Door("/figures/figures.csv", get=EVERYBODY),
    "impact:json": Door("/figures/figures.json", get=EVERYBODY),
    "learning:guide": Door("/guide/", get=EVERYBODY),
    "learning:safety": Door("/guide/safety/", get=EVERYBODY),
    "learning:lesson": Door(
        "/guide/lesson/", get=(*VOLUNTEERS, *TRIAGE, *OFFICE), post=(*VOLUNTEERS, *TRIAGE, *OFFICE)
    ),
    "learning:privacy": Door("/guide/privacy/", get=EVERYBODY),
    "members:list": Door("/members/", get=EVERYBODY),
    "set_language": Door("/i18n/setlang/", get=EVERYBODY, post=EVERYBODY),
    "jobs:healthz": Door("/healthz", get=EVERYBODY),
    "jobs:readyz": Door("/readyz", get=EVERYBODY),
    "jobs:health-deep": Door("/health/deep", get=EVERYBODY),
    # volunteers
    "people:pledge": Door("/pledge/", get=VOLUNTEERS, post=VOLUNTEERS),
    "intake:report": Door("/report/", get=VOLUNTEERS, post=VOLUNTEERS),
    "intake:bulk": Door("/report/bulk/", get=(*VOLUNTEERS, *TRIAGE), post=(*VOLUNTEERS, *TRIAGE)),
    "intake:bulk-template": Door("/report/bulk/template.csv", get=(*VOLUNTEERS, *TRIAGE)),
    "intake:bulk-table": Door("/report/bulk/{table}/", get=("spotter",)),
    "intake:bulk-send": Door("/report/bulk/{table}/send/", post=("spotter",)),
    "intake:bulk-mend": Door("/report/bulk/{table}/mend.csv", get=("spotter",)),
    "intake:bulk-results": Door("/report/bulk/{table}/results.csv", get=("spotter",)),
    "intake:names": Door("/report/names/", get=VOLUNTEERS),
    "intake:known": Door("/report/known/", get=VOLUNTEERS, post=VOLUNTEERS),
    "intake:me-too": Door("/report/me-too/", get=VOLUNTEERS, post=VOLUNTEERS),
    "intake:offline": Door("/report/offline/en/", get=EVERYBODY),
    "intake:share": Door("/report/share/", get=EVERYBODY, post=EVERYBODY),
    "intake:manifest": Door("/manifest.webmanifest", get=EVERYBODY),
    "intake:worker": Door("/sw.js", get=EVERYBODY),
    "followup:read": Door("/reports/read/", post=VOLUNTEERS),
    "people:stop": Door("/letters/forged/"),  # only with a token out of one's own letter
    "followup:group": Door("/group/", get=("lead spotter",)),
    "followup:precision": Door("/reports/precision/", get=VOLUNTEERS),
    "followup:own_data": Door("/me/data/", get=VOLUNTEERS),
    "followup:export": Door("/me/data/export/", post=VOLUNTEERS),
    "followup:forget": Door("/me/data/forget/", post=VOLUNTEERS),
    "people:rest": Door("/me/rest/", post=(*VOLUNTEERS, *TRIAGE)),
    "people:unsent": Door("/me/unsent/", get=SIGNED_IN, post=SIGNED_IN),
    "people:again": Door("/me/again/", get=SIGNED_IN, post=SIGNED_IN),
    "intake:mine": Door("/reports/", get=(*VOLUNTEERS, *TRIAGE)),
    "intake:one": Door("/reports/{report}/", get=("spotter",)),
    "intake:correct": Door("/reports/{report}/correct/", get=("spotter",), post=("spotter",)),
    "intake:withdraw": Door("/reports/{report}/withdraw/", post=("spotter",)),
    "intake:restore": Door("/reports/{report}/restore/", post=("spotter",)),
    "intake:reply": Door("/reports/{report}/reply/", post=("spotter",)),
    "intake:screenshot": Door("/reports/{report}/screenshots/1/tile/", get=("spotter",)),
    # staff
    "triage:queue": Door("/queue/", get=(*TRIAGE, "auditor")),
    "triage:listing": Door("/queue/{listing}/", get=(*TRIAGE, "auditor")),
    "triage:screenshot": Door("/queue/{listing}/screenshots/{shot}/copy/", get=(*TRIAGE, "auditor")),
    "triage:picture": Door("/queue/{listing}/pictures/{picture}/copy/", get=(*TRIAGE, "auditor")),
    "triage:claim": Door("/queue/{listing}/claim/", post=TRIAGE),
    "triage:give-back": Door("/queue/{listing}/give-back/", post=TRIAGE),
    "triage:confirm": Door("/queue/{listing}/confirm/", post=TRIAGE),
    "triage:dismiss": Door("/queue/{listing}/dismiss/", post=TRIAGE),
    "triage:ask": Door("/queue/{listing}/ask/", post=TRIAGE),
    "triage:undo": Door("/queue/{listing}/undo/", post=TRIAGE),
    "triage:forward": Door("/queue/{listing}/forward/", post=TRIAGE),
    "capture:looks": Door("/staff/looks/", get=(*TRIAGE, *OFFICE, "auditor")),
    "capture:due": Door("/evidence/", get=("lead analyst", *OFFICE, "auditor")),
    "capture:propose-purge": Door("/evidence/purges/{purge}/propose/", post=("lead analyst", *OFFICE)),
    "capture:agree-purge": Door("/evidence/purges/{purge}/agree/", post=("lead analyst", *OFFICE)),
    "capture:evidence": Door("/evidence/{listing}/", get=(*TRIAGE, "auditor")),
    "capture:hold": Door("/evidence/{listing}/hold/", post=TRIAGE),
    "capture:release": Door("/evidence/{listing}/release/", post=("lead analyst",)),
    "capture:ask-pack": Door("/evidence/{listing}/packs/", post=TRIAGE),
    "capture:download-pack": Door("/evidence/{listing}/packs/{pack}/", post=TRIAGE),
    "capture:download-warc": Door("/evidence/{listing}/looks/{look}/", post=TRIAGE),
    "delivery:stuck": Door("/staff/deliveries/", get=(*TRIAGE, *OFFICE, "auditor")),
    "delivery:send-again": Door("/staff/deliveries/{delivery}/send-again/", post=(*TRIAGE, *OFFICE)),
    "scoring:terms": Door("/staff/scoring/", get=(*TRIAGE, "auditor")),
    "scoring:terms-csv": Door("/staff/scoring/reasons.csv", get=(*TRIAGE, "auditor")),
    "scoring:alarms": Door("/staff/scoring/alarms/", get=(*TRIAGE, "auditor")),
    "scoring:acknowledge": Door("/staff/scoring/alarms/{alarm}/acknowledge/", post=("lead analyst",)),
    "scoring:shadow-runs": Door("/staff/scoring/shadow/", get=(*TRIAGE, "auditor")),
    "scoring:shadow-run": Door("/staff/scoring/shadow/{run}/", get=(*TRIAGE, "auditor")),
    "scoring:try-word": Door("/staff/scoring/shadow/try/", post=("lead analyst",)),
    "scoring:try-model": Door("/staff/scoring/{model}/try/", post=("lead analyst",)),
    "scoring:publish-run": Door("/staff/scoring/shadow/{run}/publish/", post=("lead analyst",)),
    "scoring:drop-run": Door("/staff/scoring/shadow/{run}/drop/", post=("lead analyst",)),
    "scoring:lexicon": Door("/staff/scoring/lexicon/", get=(*TRIAGE, "auditor")),
    "scoring:try-table": Door("/staff/scoring/lexicon/try/", post=("lead analyst",)),
    "scoring:export": Door("/staff/scoring/lexicon/export/", post=("lead analyst",)),
    "scoring:weigh-again": Door("/staff/scoring/lexicon/weigh-again/", post=("lead analyst",)),
    "scoring:stop-weighing": Door("/staff/scoring/lexicon/weighings/{weighing}/stop/", post=("lead analyst",)),
    "scoring:go-on-weighing": Door("/staff/scoring/lexicon/weighings/{weighing}/go-on/", post=("lead analyst",)),
    "scoring:models": Door("/staff/scoring/models/", get=(*TRIAGE, "auditor")),
    "scoring:strike": Door("/staff/scoring/receipts/{score}/0/strike/", post=TRIAGE),
    "scoring:take-back": Door("/staff/scoring/receipts/{score}/0/take-back/", post=TRIAGE),
    "scoring:publish": Door("/staff/scoring/{model}/publish/", post=("lead analyst",)),
    "scoring:withdraw": Door("/staff/scoring/{model}/withdraw/", post=("lead analyst",)),
    "progress:overview": Door("/progress/", get=("lead spotter", *TRIAGE, "admin of A", *OFFICE, "auditor")),
    "progress:health": Door("/staff/health/", get=("lead analyst", *OFFICE, "auditor")),
    "progress:try-again": Door("/staff/health/jobs/{job}/try-again/", post=("lead analyst", *OFFICE)),
    # companies
    "cases:inbox": Door("/company/", get=COMPANIES),
    "cases:case": Door("/company/cases/{case}/", get=COMPANY_A),
    "cases:acknowledge": Door("/company/cases/{case}/acknowledge/", post=COMPANY_A),
    "cases:answer": Door("/company/cases/{case}/answer/", post=COMPANY_A),
    "cases:exhibit": Door("/company/cases/{case}/exhibits/1/", get=COMPANY_A),
    "cases:exhibit-tile": Door("/company/cases/{case}/exhibits/1/tile/", get=COMPANY_A),
    "cases:pack": Door("/company/cases/{case}/pack/", get=COMPANY_A),
    # a company's software: no session opens these, only a key does
    "cases:api-list": Door("/api/v1/cases/"),
    "cases:api-case": Door("/api/v1/cases/{case}/"),
    "cases:api-acknowledge": Door("/api/v1/cases/{case}/acknowledge/"),
    "cases:api-answer": Door("/api/v1/cases/{case}/answer/"),
    "cases:api-exhibit": Door("/api/v1/cases/{case}/exhibits/1/"),
    "cases:api-pack": Door("/api/v1/cases/{case}/pack/"),
    "cases:api-nothing-here": Door("/api/v1/nothing/"),
    "cases:api-schema": Door("/api/v1/schema/", get=EVERYBODY),
    "cases:api-docs": Door("/api/docs/", get=EVERYBODY),
    # oneself
    "people:start": Door("/start/", get=SIGNED_IN),
    "people:settings": Door("/me/", get=SIGNED_IN, post=SIGNED_IN),
    "account_login": Door("/accounts/login/", get=EVERYBODY, post=EVERYBODY),
    "account_logout": Door("/accounts/logout/", get=EVERYBODY, post=EVERYBODY),
    "account_inactive": Door("/accounts/inactive/", get=EVERYBODY),
    "account_signup": Door("/accounts/signup/", get=EVERYBODY, post=EVERYBODY),
    "account_request_login_code": Door("/accounts/login/code/", get=EVERYBODY, post=EVERYBODY),
    "account_confirm_login_code": Door("/accounts/login/code/confirm/", get=SIGNED_IN, post=SIGNED_IN),
    "account_reauthenticate": Door("/accounts/reauthenticate/", get=SIGNED_IN, post=SIGNED_IN),
    "account_email": Door("/accounts/email/", get=SIGNED_IN, post=SIGNED_IN),
    "account_email_verification_sent": Door("/accounts/confirm-email/", get=SIGNED_IN, post=SIGNED_IN),
    "account_change_password": Door("/accounts/password/change/", get=SIGNED_IN, post=SIGNED_IN),
    "account_set_password": Door("/accounts/password/set/", get=SIGNED_IN, post=SIGNED_IN),
    "account_reset_password": Door("/accounts/password/reset/", get=EVERYBODY, post=EVERYBODY),
    "account_reset_password_done": Door("/accounts/password/reset/done/", get=EVERYBODY),
    "account_reset_password_from_key": Door("/accounts/password/reset/key/1-x/", get=EVERYBODY, post=EVERYBODY),
    "account_reset_password_from_key_done": Door("/accounts/password/reset/key/done/", get=EVERYBODY),
    "usersessions_list": Door("/accounts/sessions/", get=SIGNED_IN, post=SIGNED_IN),
    # the second factor; who has none finds nothing to see or to take away
    "mfa_index": Door("/accounts/2fa/", get=SIGNED_IN),
    "mfa_authenticate": Door("/accounts/2fa/authenticate/", get=SIGNED_IN, post=SIGNED_IN),
    "mfa_reauthenticate": Door("/accounts/2fa/reauthenticate/", get=SIGNED_IN, post=SIGNED_IN),
    "mfa_activate_totp": Door("/accounts/2fa/totp/activate/", get=SIGNED_IN, post=SIGNED_IN),
    "mfa_deactivate_totp": Door(
        "/accounts/2fa/totp/deactivate/",
        get=tuple(who for who in SIGNED_IN if who != "spotter"),
        post=tuple(who for who in SIGNED_IN if who != "spotter"),
    ),
    "mfa_view_recovery_codes": Door("/accounts/2fa/recovery-codes/"),
    "mfa_generate_recovery_codes": Door("/accounts/2fa/recovery-codes/generate/", get=SIGNED_IN, post=SIGNED_IN),
    "mfa_download_recovery_codes": Door("/accounts/2fa/recovery-codes/download/"),
    "mfa_list_webauthn": Door("/accounts/2fa/webauthn/", get=SIGNED_IN),
    "mfa_add_webauthn": Door("/accounts/2fa/webauthn/add/", get=SIGNED_IN, post=SIGNED_IN),
    "mfa_reauthenticate_webauthn": Door("/accounts/2fa/webauthn/reauthenticate/", get=SIGNED_IN, post=SIGNED_IN),
    "mfa_remove_webauthn": Door("/accounts/2fa/webauthn/keys/1/remove/", get=SIGNED_IN, post=SIGNED_IN),
    "mfa_edit_webauthn": Door("/accounts/2fa/webauthn/keys/1/edit/", get=SIGNED_IN, post=SIGNED_IN),
    "mfa_login_webauthn": Door("/accounts/2fa/webauthn/login/", get=SIGNED_IN, post=SIGNED_IN),
    # log-in by another site: none is set up
    "socialaccount_login_cancelled": Door("/accounts/3rdparty/login/cancelled/", get=EVERYBODY),
    "socialaccount_login_error": Door("/accounts/3rdparty/login/error/"),
    "socialaccount_signup": Door("/accounts/3rdparty/signup/"),
    "socialaccount_connections": Door("/accounts/3rdparty/", get=SIGNED_IN, post=SIGNED_IN),
    "accounts/social/login/cancelled/": Door("/accounts/social/login/cancelled/", get=EVERYBODY, post=EVERYBODY),
    "accounts/social/login/error/": Door("/accounts/social/login/error/", get=EVERYBODY, post=EVERYBODY),
    "accounts/social/signup/": Door("/accounts/social/signup/", get=EVERYBODY, post=EVERYBODY),
    "accounts/social/connections/": Door("/accounts/social/connections/", get=EVERYBODY, post=EVERYBODY),
}
# The admin site has a hundred addresses that Django names; its doors are one, and these stand for all of them.
ADMIN = {
    "admin:index": Door("/admin/", get=(ADMINISTRATOR,), post=(ADMINISTRATOR,)),
    "admin:coalition_user_changelist": Door("/admin/coalition/user/", get=(ADMINISTRATOR,), post=(ADMINISTRATOR,)),
    "admin:coalition_user_add": Door("/admin/coalition/user/add/"),
    "admin:reports_report_changelist": Door("/admin/reports/report/", get=(ADMINISTRATOR,), post=(ADMINISTRATOR,)),
    "admin:reports_report_add": Door("/admin/reports/report/add/"),
}
DOORS = TABLE | ADMIN
# What the machine notes for itself: a session, a cache, when somebody was last seen.
# Whoever opens evidence leaves a custody line: nothing else changes by looking.
CUSTODY = {"triage:screenshot", "triage:picture", "cases:pack"}
OWN_NOTES = ('"django_session"', '"cache"', '"usersessions_usersession"')


# -- the table is whole -----------------------------------------------------------------------------------------------
def test_every_address_of_the_site_stands_in_the_table() -> None:
    named = {url.name for url in every_url() if not url.name.startswith("admin")}

    assert (sorted(named - TABLE.keys()), sorted(TABLE.keys() - named)) == ([], [])


def test_every_path_of_the_table_leads_to_its_door() -> None:
    numbers = ["shot", "picture", "job", "purge", "pack", "look", "score", "alarm", "run", "weighing"]
    words = defaultdict(lambda: "x", dict.fromkeys(numbers, 1) | {"case": "CS-bcdf-bcdf-bcdf"})
    led = {name: resolve(door.path.format_map(words)) for name, door in DOORS.items()}

    assert [name for name, found in led.items() if name not in (found.view_name, found.route)] == []


def test_every_view_says_for_whom_it_is() -> None:
    assert [url.name for url in every_url() if audience_of(url.view) is None] == []  # type: ignore[arg-type]


def test_every_address_of_the_admin_site_is_for_administrators() -> None:
    admin_urls = [url for url in every_url() if url.name.startswith("admin")]

    # Django's redirect from an object's short address leads to a door of its own.
    open_to = {url.name: audience_of(url.view) for url in admin_urls}  # type: ignore[arg-type]
    others = {name for name, who in open_to.items() if who != frozenset({"admin"})}
    assert others == {name for name in open_to if name.endswith("/<path:object_id>/")}


# -- who gets in ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", EVERYBODY)
def test_who_gets_in_stands_in_the_table_and_looking_changes_nothing(world: World, who: str) -> None:
    browser = browser_of(world.people[who])
    found, expected, written = {}, {}, {}
    for name, door in DOORS.items():
        for method, insiders in (("GET", door.get), ("POST", door.post)):
            with CaptureQueriesContext(connection) as asked:
                got = outcome(knock(browser, method, door.path.format(**world.words)))
            expected[name, method] = "in" if who in insiders else "out"
            found[name, method] = got if got in ("in", "fault") else "out"
            changes = _writes(asked) if method == "GET" else []
            if changes and not (name in CUSTODY and all("audit_event" in sql for sql in changes)):
                written[name] = changes

    assert {key: found[key] for key in found if found[key] != expected[key]} == {}
    assert written == {}


def _writes(asked: CaptureQueriesContext) -> list[str]:
    changes = [query["sql"] for query in asked if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    return [sql for sql in changes if not any(own in sql for own in OWN_NOTES)]


# -- a company's software ---------------------------------------------------------------------------------------------
API = {
    "/api/v1/cases/": ("GET",),
    "/api/v1/cases/{case}/": ("GET",),
    "/api/v1/cases/{case}/acknowledge/": ("POST",),
    "/api/v1/cases/{case}/answer/": ("POST",),
    "/api/v1/cases/{case}/exhibits/1/": ("GET",),
    "/api/v1/cases/{case}/pack/": ("GET",),
    "/api/v1/nothing/": (),
}


@pytest.mark.parametrize("key", ["none", "of A", "of A, to read", "of A, revoked", "of B"])
def test_a_key_opens_its_own_companys_cases_by_the_methods_of_its_scopes(world: World, key: str) -> None:
    header = {"Authorization": f"Bearer {_key(key, world)}"} if key != "none" else {}
    found, expected = {}, {}
    for path, methods in API.items():
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            with transaction.atomic():
                body = '{"outcome": "removed"}'
                answer = Client().generic(
                    method, path.format(**world.words), body, content_type="application/json", headers=header
                )
                transaction.set_rollback(True)
            found[path, method] = answer.status_code
            expected[path, method] = _status(key, path, method, methods)

    assert {way: found[way] for way in found if found[way] != expected[way]} == {}


def _key(key: str, world: World) -> str:
    scopes = (Scope.READ,) if "read" in key else tuple(Scope)
    owner = builders.member("Gerai" if "of B" in key else "Pasar")
    row, text = builders.api_key(owner, *scopes)
    if "revoked" in key:
        row.revoked_at = row.created_at
        row.save()
    return text


def _status(key: str, path: str, method: str, methods: tuple[str, ...]) -> int:
    if "nothing" in path:
        return 404
    if key in ("none", "of A, revoked"):
        return 401
    if method == "POST" and "read" in key:
        return 403
    if method not in methods:
        return 405
    return 404 if key == "of B" and "{case}" in path else 200


# -- the second factor ------------------------------------------------------------------------------------------------
def _is_inside(name: str) -> bool:
    """Whether this address is neither public nor part of the way to a second factor."""
    view = next(url.view for url in every_url() if url.name == name)
    audience = audience_of(view) or frozenset()  # type: ignore[arg-type]
    return not audience & {PUBLIC, KEY} and "/2fa/" not in DOORS[name].path and name != "account_reauthenticate"


@pytest.mark.parametrize("who", [who for who in SIGNED_IN if who != "spotter"])
def test_without_a_second_factor_everybody_above_spotter_is_sent_to_set_one_up(world: World, who: str) -> None:
    user = world.people[who]
    assert isinstance(user, User)
    user.authenticator_set.all().delete()  # type: ignore[attr-defined]
    browser = browser_of(user)

    for name, door in DOORS.items():
        for method, insiders in (("GET", door.get), ("POST", door.post)):
            if who in insiders and _is_inside(name):
                got = outcome(knock(browser, method, door.path.format(**world.words)))
                assert (name, method, got) == (name, method, "second factor")


def test_a_volunteer_needs_no_second_factor(world: World) -> None:
    assert outcome(knock(browser_of(world.people["spotter"]), "GET", "/reports/")) == "in"


def test_somebody_who_may_look_into_the_admin_site_needs_one_whatever_their_role(world: World) -> None:
    volunteer = world.people["spotter"]
    User.objects.filter(role="spotter").update(is_staff=True)

    assert {outcome(knock(browser_of(volunteer), "GET", path)) for path in ("/admin/", "/reports/")} == {
        "second factor"
    }


def test_who_was_shut_out_is_shut_out_of_everything(world: World) -> None:
    for name, user in world.people.items():
        if user is not None:
            browser = browser_of(user)
            User.objects.filter(pk=user.pk).update(is_active=False)
            assert (name, outcome(knock(browser, "GET", "/me/"))) == (name, "log in")


def test_the_admin_site_holds_no_model_of_identities() -> None:
    hidden = {"account.EmailAddress", "mfa.Authenticator", "usersessions.UserSession", "socialaccount.SocialAccount"}

    assert {model._meta.label for model in admin.site._registry} & hidden == set()
