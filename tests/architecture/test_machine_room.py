"""The tests' own machinery does what the tests rely on."""

import socket

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import FieldFetchBlocked
from playwright.sync_api import Page
from pytest_socket import SocketConnectBlockedError


@pytest.mark.django_db
@pytest.mark.usefixtures("no_hidden_queries")
def test_a_hidden_query_is_refused() -> None:
    permission = Permission.objects.order_by("pk").first()
    assert permission

    with pytest.raises(FieldFetchBlocked, match=r"Permission\.content_type"):
        permission.content_type.model_class()


def test_no_test_connects_to_another_machine() -> None:
    with socket.socket() as out, pytest.raises(SocketConnectBlockedError):
        out.connect(("192.0.2.1", 80))  # an address that the standards keep for examples


@pytest.mark.browser
def test_the_browser_opens(page: Page) -> None:
    page.set_content("<h1>Pangolin</h1>")

    assert page.locator("h1").inner_text() == "Pangolin"
