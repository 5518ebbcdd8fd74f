"""How the tests speak to the REST API: a client with a key, the addresses, an answer."""

import json
from typing import Any

from django.test import Client

from coalition.models import Case

LIST = "/api/v1/cases/"
NOBODYS = "/api/v1/cases/CS-bbbb-cccc-dddd/"


def caller(text: str) -> Client:
    """A client without cookies that is CSRF-checked like a browser and sends the key."""
    return Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {text}"})


def path(case: Case, rest: str = "") -> str:
    return f"{LIST}{case.reference}/{rest}"


def answer(client: Client, case: Case, body: Any, **headers: str) -> Any:
    return client.post(path(case, "answer/"), json.dumps(body), content_type="application/json", headers=headers)
