"""What the guides tell people to copy and run does what they say."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import urllib3
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from coalition.delivery.actions import add_endpoint
from coalition.delivery.queries import Letter, letter, secret_of
from coalition.delivery.rules import signed_headers
from coalition.models import Case, Delivery, Endpoint, Ngo, User
from tests import builders as make

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"


def blocks(guide: str, language: str) -> list[str]:
    """The pieces of code of one language in a guide, in their order."""
    return re.findall(rf"```{language}\n(.*?)```", (DOCS / guide).read_text(encoding="utf-8"), re.DOTALL)


def run(command: list[str], folder: Path, **environment: str) -> str:
    """What it prints; it must succeed."""
    done = subprocess.run(
        command, cwd=folder, env=os.environ | environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.django_db(transaction=True)
def test_the_quick_start_in_python_reads_keeps_and_acknowledges(
    live_server: LiveServer, settings: Settings, tmp_path: Path
) -> None:
    settings.SITE_URL = live_server.url
    case = make.case(exhibits=(make.exhibit_part(),))
    key = make.api_key(case.member)[1]

    printed = run([sys.executable, "-c", blocks("api.md", "python")[0]], tmp_path, SPOTTER=live_server.url, KEY=key)

    assert printed == f"{case.reference} {case.listing_address} protected-species Elephant\n"
    assert [file.name for file in tmp_path.iterdir()] == [f"{case.reference}-1.jpg"]
    assert Case.objects.get().status == "acknowledged"


@pytest.mark.django_db(transaction=True)
def test_the_quick_start_with_curl_ends_with_an_answer(live_server: LiveServer, tmp_path: Path) -> None:
    case = make.case()
    key = make.api_key(case.member)[1]
    script = "\n".join(["set -e", *blocks("api.md", "sh")]).replace("CS-7fk2-q9xw-m3hd", case.reference)

    run(["sh", "-c", script], tmp_path, SPOTTER=live_server.url, KEY=key)

    answered = Case.objects.get()
    assert (answered.status, answered.outcome) == ("answered", "removed")


@pytest.mark.django_db
def test_the_receiver_takes_what_we_sign_and_nothing_else(unused_port: int, tmp_path: Path) -> None:
    owner = make.member()
    endpoint = add_endpoint(owner, "https://gudang.test/hook/", by=make.agent(owner), at=timezone.now())
    case = make.case(make.platform(owner))
    message = letter(Delivery.objects.get().event_id, now=timezone.now())
    assert isinstance(message, Letter)
    headers = signed_headers(message.delivery.event_id, message.body, message.secrets, at=timezone.now())
    environment = os.environ | {"WEBHOOK_SECRET": secret_of(endpoint), "PORT": str(unused_port)}
    command = [sys.executable, "-c", blocks("api.md", "python")[1]]

    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True) as receiver:
        try:
            statuses = [post(unused_port, body, headers) for body in (message.body, message.body, b"{}")]
        finally:
            receiver.kill()
        printed = receiver.stdout.read() if receiver.stdout else ""

    assert statuses == [204, 204, 401]
    assert printed == f"{case.reference} {case.listing_address}\n"


def post(port: int, body: bytes, headers: dict[str, str]) -> int:
    """The receiver's status; it is given a few seconds to start."""
    retries = urllib3.Retry(connect=40, backoff_factor=0.1, backoff_max=0.2)
    answer = urllib3.request("POST", f"http://127.0.0.1:{port}/", body=body, headers=headers, retries=retries)
    return int(answer.status)


@pytest.mark.django_db
def test_the_operators_steps_leave_people_companies_and_a_working_key(capsys: pytest.CaptureFixture[str]) -> None:
    User.objects.create_superuser("first@forest.example", "a long enough password")

    call_command("load_shipped", stdout=io.StringIO())
    exec("\n".join(blocks("operators-guide.md", "python")), {})  # noqa: S102 (our own guide)

    secret, key = capsys.readouterr().out.splitlines()
    assert User.objects.get(email="analyst@forest.example").ngo == Ngo.objects.get(name="Forest Watch")
    assert secret == f"webhook secret: {secret_of(Endpoint.objects.get())}"
    listed = Client(headers={"Authorization": f"Bearer {key.removeprefix('key: ')}"}).get("/api/v1/cases/")
    assert listed.json() == {"cases": [], "next_cursor": None, "ordering": "created_at,id"}
