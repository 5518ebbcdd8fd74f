"""Thousands of odd addresses that others collected: no connection to anything that is not public."""

import json
import os
from ipaddress import ip_address
from pathlib import Path

import pytest

from spotter.lib import net
from tests.spotter.sites import Recorder

CORPORA = os.environ.get("CORPORA", "")
pytestmark = pytest.mark.skipif(not CORPORA, reason="CORPORA does not name the folder of collected hostile data")
FILES = (
    "urltestdata",
    "ada_extra_urltestdata",
    "ada_long_urltestdata",
    "toascii",
    "IdnaTestV2",
    "urltestdata-javascript-only",
)


class Everywhere(dict[str, list[list[str]]]):
    """A resolver's table in which every name leads to the same answers."""

    def __init__(self, answers: list[str]) -> None:
        self.answers = answers

    def __missing__(self, name: str) -> list[list[str]]:
        return [self.answers]


def addresses(name: str) -> list[str]:
    cases = json.loads((Path(CORPORA) / "url" / "wpt" / f"{name}.json").read_text(errors="surrogatepass"))
    texts = [case["input"] for case in cases if isinstance(case, dict) and case.get("input")]
    return [form for text in texts for form in (text, f"http://{text}/", f"https://example.com/{text}")]


def visit(text: str, recorder: Recorder) -> None:
    try:
        net.fetch(text, policy=net.Policy.page(deadline=2.0), world=recorder.world())
    except net.Closed:
        return


@pytest.mark.parametrize("name", FILES)
def test_no_address_reaches_inside_when_every_name_leads_there(name: str) -> None:
    recorder = Recorder(Everywhere(["127.0.0.1"]))
    for text in addresses(name):
        visit(text, recorder)
    assert recorder.connects == []


@pytest.mark.parametrize("name", FILES)
def test_no_address_goes_round_the_lookup(name: str) -> None:
    recorder = Recorder(Everywhere(["93.184.216.34"]), port=1)
    for text in addresses(name):
        visit(text, recorder)
    assert {ip for ip, _port in recorder.connects} <= {"93.184.216.34"}
    assert {port for _ip, port in recorder.connects} <= {80, 443}


def test_what_browsers_take_for_a_number_is_never_admitted() -> None:
    cases = json.loads((Path(CORPORA) / "url" / "wpt" / "urltestdata.json").read_text(errors="surrogatepass"))
    numbers = [case["input"] for case in cases if isinstance(case, dict) and is_number(case.get("hostname", ""))]
    admitted = [text for text in numbers if admits(text)]
    assert (len(numbers) > 20, admitted) == (True, [])


def is_number(host: str) -> bool:
    try:
        return bool(ip_address(host.strip("[]")))
    except ValueError:
        return False


def admits(text: str) -> bool:
    try:
        return bool(net.admit(text, net.Policy.page()))
    except net.Refused:
        return False
