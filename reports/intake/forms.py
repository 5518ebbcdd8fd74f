"""The report form: one box for addresses, pictures that are kept even when something else must be mended."""

import copy
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reports.intake.queries import Wanted
from reports.intake.rules.addresses import Canonical, NotAnAddress, PlatformRow, canonical, find_addresses
from reports.models import words
from spotter.lib import store
from spotter.lib.fields import CleanText
from spotter.lib.image_messages import sentence
from spotter.lib.images import MAX_BYTES, BadPicture, glance
from spotter.lib.text import clean_text

MAX_ADDRESSES: Final = 50
MAX_PICTURES: Final = 8
BOX_LIMIT: Final = 10_000
NOTE_LIMIT: Final = 2_000
SALT: Final = "intake.kept"
KEPT_FOR: Final = 86_400

BAD_ADDRESS: Final[dict[str, Any]] = {
    "empty": gettext_lazy("No address is given."),
    "not-an-address": gettext_lazy("This is not the address of a web page. Copy it from the browser's address bar."),
    "scheme": gettext_lazy("Only addresses that begin with https:// or http:// can be looked at."),
    "credentials": gettext_lazy("This address carries a user name or password. Copy the listing's plain address."),
    "not-public": gettext_lazy("This address does not lead to the public internet. Copy the listing's own address."),
    "too-long": gettext_lazy("This address is longer than 2,000 characters. Copy the listing's plain address."),
    "characters": gettext_lazy("This address holds characters that no address may have. Copy it again."),
    "port": gettext_lazy("This address names an unusual port. Copy the listing's plain address."),
}


@dataclass(frozen=True)
class Kept:
    """A picture that has arrived: its hash in the quarantine, its bytes, its name as given."""

    sha256: str
    size: int
    name: str

    def signed(self, owner: str) -> str:
        """As the form carries it, so that a mended form need not send it again; only its owner can use it."""
        return signing.dumps([owner, self.sha256, self.size, self.name], salt=SALT)


def kept_of(signed: str, owner: str) -> Kept | None:
    """The picture that a form carries; None when the signature is not ours, not this person's, or a day old."""
    try:
        whose, sha256, size, name = signing.loads(signed, salt=SALT, max_age=KEPT_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Kept(sha256, size, name) if whose == owner else None


@dataclass(frozen=True)
class Given:
    """One address as typed and as understood."""

    typed: str
    found: Canonical


@dataclass(frozen=True)
class Submission:
    """A whole report form, clean."""

    token: uuid.UUID
    addresses: tuple[Given, ...]
    pictures: tuple[Kept, ...]
    why: tuple[str, ...]
    note: str
    taxon_key: str
    search_word: str
    sureness: str


class TokenField(forms.UUIDField):
    """The form's own token; a form that lost it gets a new one, for no person can mend a hidden field."""

    def clean(self, value: Any) -> uuid.UUID:
        """Never refused."""
        try:
            token: uuid.UUID = super().clean(value)
        except forms.ValidationError:
            return uuid.uuid4()
        return token


class PicturesInput(forms.ClearableFileInput):
    """Several pictures in one input."""

    allow_multiple_selected = True


def taxon_choices() -> list[tuple[str, Any]]:
    """Filled by the form, which is handed the names."""
    return [("", gettext_lazy("I'm not sure"))]


class ReportForm(forms.Form):
    """Addresses first; everything else helps and is optional."""

    addresses = CleanText(
        label=gettext_lazy("Address of the listing"),
        help_text=gettext_lazy("Paste one address or several, one a line. The text of a share button will do."),
        max_length=BOX_LIMIT,
        lines=True,
        widget=forms.Textarea({"rows": 3, "inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Paste the address of at least one listing.")},
    )
    pictures = forms.Field(
        label=gettext_lazy("Screenshots"),
        help_text=gettext_lazy("Up to 8 pictures of at most 15 MB. Cover your own name if it shows."),
        required=False,
        widget=PicturesInput({"accept": "image/png,image/jpeg,image/webp,image/avif,image/heic,image/gif"}),
    )
    why = forms.MultipleChoiceField(
        label=gettext_lazy("Why is it suspicious?"),
        required=False,
        choices=lambda: list(words.WHY.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    taxon_key = forms.ChoiceField(label=gettext_lazy("What is offered?"), required=False, choices=taxon_choices)
    note = CleanText(
        label=gettext_lazy("Anything else we should know?"),
        required=False,
        max_length=NOTE_LIMIT,
        lines=True,
        widget=forms.Textarea({"rows": 3}),
    )
    search_word = CleanText(
        label=gettext_lazy("Search word or hashtag that led you there"), required=False, max_length=120
    )
    sureness = forms.ChoiceField(
        label=gettext_lazy("How sure are you?"),
        required=False,
        choices=lambda: [
            ("sure", gettext_lazy("Sure")),
            ("rather", gettext_lazy("Rather sure")),
            ("unsure", gettext_lazy("Not sure")),
        ],
        widget=forms.RadioSelect,
    )
    token = TokenField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(
        self,
        *args: Any,
        owner: str,
        platforms: tuple[PlatformRow, ...],
        test_hosts: frozenset[str],
        taxa: Iterable[tuple[str, Any]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.owner, self.platforms, self.test_hosts = owner, platforms, test_hosts
        self.kept: list[Kept] = []
        self.left_out: list[str] = []
        self.given: list[Given] = []
        taxon_field = self.fields["taxon_key"]
        if isinstance(taxon_field, forms.ChoiceField):
            taxon_field.choices = [*taxon_choices(), *taxa]

    def clean_addresses(self) -> str:
        """Every address is understood, or named with what to do about it."""
        typed: str = self.cleaned_data["addresses"]
        found = find_addresses(typed, test_hosts=self.test_hosts)
        if len(found) > MAX_ADDRESSES:
            raise forms.ValidationError(
                ngettext("At most %(n)d address at a time.", "At most %(n)d addresses at a time.", MAX_ADDRESSES)
                % {"n": MAX_ADDRESSES}
            )
        problems = []
        for address in found:
            try:
                self.given.append(Given(address, canonical(address, self.platforms, test_hosts=self.test_hosts)))
            except NotAnAddress as bad:
                problems.append(self._problem(address, bad.code))
        if not found:
            problems.append(str(BAD_ADDRESS["not-an-address"]))
        if problems:
            raise forms.ValidationError(problems)
        return typed

    def _problem(self, address: str, code: str) -> str:
        shown = address if len(address) <= 80 else address[:77] + "…"
        return f"{shown}: {BAD_ADDRESS.get(code, BAD_ADDRESS['not-an-address'])}"

    def clean_pictures(self) -> tuple[Kept, ...]:
        """New pictures are glanced at and sealed at once; those that came with an earlier try are still here."""
        carried = {kept.sha256: kept for text in self._carried() if (kept := kept_of(text, self.owner))}
        # One signed picture repeated by hand would otherwise be as many rows and Jobs, for each address.
        self.kept = list(carried.values())[:MAX_PICTURES]
        problems = []
        for file in self._files():
            name = clean_text(file.name or "", limit=80)
            if len(self.kept) >= MAX_PICTURES:
                problems.append(_("At most 8 pictures: %(name)s was left out.") % {"name": name})
                continue
            try:
                self._keep(file, name)
            except BadPicture as bad:
                problems.append(f"{name}: {sentence(bad.code)}")
            except OSError:
                # The report matters more than its picture: it goes on without it.
                self.left_out.append(name)
        if problems:
            raise forms.ValidationError(problems)
        return tuple(self.kept)

    def _keep(self, file: "UploadedFile[Any]", name: str) -> None:
        if (file.size or 0) > MAX_BYTES:
            raise BadPicture("too-large", name=name)
        data = file.read()
        glance(data, name=name)
        kept = Kept(store.put("quarantine", data), len(data), name)
        if kept.sha256 not in {one.sha256 for one in self.kept}:
            self.kept.append(kept)

    def _carried(self) -> list[str]:
        return self.data.getlist("kept") if hasattr(self.data, "getlist") else []

    def _files(self) -> "list[UploadedFile[Any]]":
        files: Any = self.files
        return files.getlist("pictures") if hasattr(files, "getlist") else []

    def carried(self) -> list[tuple[str, str]]:
        """(name, signed) of the pictures that are here already, for the hidden fields of a mended form."""
        return [(kept.name, kept.signed(self.owner)) for kept in self.kept]

    def submission(self) -> Submission:
        """The clean whole; only after is_valid()."""
        data: Mapping[str, Any] = self.cleaned_data
        unique = {given.found.key: given for given in reversed(self.given)}
        return Submission(
            token=data["token"],
            addresses=tuple(reversed(unique.values())),
            pictures=data["pictures"],
            why=tuple(data["why"]),
            note=data["note"],
            taxon_key=data["taxon_key"],
            search_word=data["search_word"],
            sureness=data["sureness"],
        )


class ReplyForm(forms.Form):
    """A spotter's answer to a question."""

    text = CleanText(
        label=gettext_lazy("Your answer"), max_length=NOTE_LIMIT, lines=True, widget=forms.Textarea({"rows": 3})
    )


class CorrectForm(forms.Form):
    """What the spotter says about a listing, once more; the fields are those of the report form."""

    def __init__(self, *args: Any, taxa: Iterable[tuple[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("why", "taxon_key", "note", "search_word", "sureness"):
            self.fields[name] = copy.deepcopy(ReportForm.base_fields[name])
        taxon_field = self.fields["taxon_key"]
        if isinstance(taxon_field, forms.ChoiceField):
            taxon_field.choices = [*taxon_choices(), *taxa]


def any_of(choices: Iterable[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """The choices of a filter, with one that filters nothing before them."""
    return [("", gettext_lazy("All")), *choices]


class MineForm(forms.Form):
    """Which of one's own reports are shown; it travels in the address."""

    q = CleanText(
        label=gettext_lazy("Words"), required=False, max_length=100, widget=forms.TextInput({"type": "search"})
    )
    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        required=False,
        choices=lambda: any_of([*words.STATUS.items(), ("withdrawn", gettext_lazy("Withdrawn"))]),
    )
    platform = forms.ChoiceField(label=gettext_lazy("Platform"), required=False)
    taxon = forms.ChoiceField(label=gettext_lazy("Animal or plant"), required=False)
    since = forms.DateField(
        label=gettext_lazy("Sent since"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(
        self, *args: Any, platforms: list[tuple[str, str]], taxa: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("platform", platforms), ("taxon", taxa)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = any_of(choices)

    def wanted(self) -> Wanted:
        """What was asked for; a filter that makes no sense filters nothing."""
        self.is_valid()
        asked = self.cleaned_data
        return Wanted(**{name: asked.get(name) or None for name in ("q", "status", "platform", "taxon", "since")})
