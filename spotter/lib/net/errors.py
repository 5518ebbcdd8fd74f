"""Why the door stayed shut: a code for the record and a sentence for the reader."""

from typing import ClassVar


def gettext_noop(text: str) -> str:
    """Mark a sentence for the translators; whoever shows it translates, since this also runs without Django."""
    return text


REFUSALS = {
    "not-an-address": gettext_noop("This is not a web address. It should begin with https:// or http://."),
    "too-long": gettext_noop("This address is too long. Addresses have at most 2,000 characters."),
    "characters": gettext_noop("This address contains a space, a backslash or a hidden character. Copy it again."),
    "scheme": gettext_noop("Only web addresses (https:// or http://) can be used here."),
    "credentials": gettext_noop("This address contains a user name or password. Remove it."),
    "port": gettext_noop("This address names an unusual port, which cannot be used here."),
    "ip-literal": gettext_noop("This address is a number instead of a name. Give the address of a public page."),
    "single-label": gettext_noop("This address has no full name such as example.com."),
    "special-use": gettext_noop("This name is kept for private networks. Give the address of a public page."),
    "unknown-suffix": gettext_noop("This name does not end like any public web address."),
    "not-public": gettext_noop("This name leads into a private network, so it was not opened."),
}

FAILURES = {
    "dns": gettext_noop("The name of this site was not found."),
    "connect": gettext_noop("The site did not accept a connection."),
    "tls": gettext_noop("The site could not prove who it is (its certificate is not valid)."),
    "timeout": gettext_noop("The site took too long to answer."),
    "too-large": gettext_noop("The answer of the site was too large."),
    "bad-response": gettext_noop("The answer of the site could not be understood."),
    "encoding": gettext_noop("The answer of the site was packed in a way that is not accepted."),
    "content-type": gettext_noop("The site answered with another kind of file than expected."),
    "too-many-redirects": gettext_noop("The site kept sending us to another address."),
}


class Closed(Exception):
    """The world was not reached: `code` is stable, `sentence` is to be translated, `detail` is for the log only."""

    sentences: ClassVar[dict[str, str]] = {}

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.sentence = self.sentences[code]
        self.detail = detail[:300]

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}" if self.detail else self.code


class Refused(Closed):
    """We would not go there: the address, or where its name leads, is not for us."""

    sentences = REFUSALS


class Unreachable(Closed):
    """We went, and came back without an answer that can be used."""

    sentences = FAILURES
