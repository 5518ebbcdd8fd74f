"""The report form: one box for addresses, pictures that are kept even when something else must be mended."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.intake.actions import Words
from reports.intake.edges.limits import may_upload
from reports.intake.forms.addresses import AddressesForm, Given
from reports.intake.forms.facts import FactsForm
from reports.intake.forms.pictures import MAX_PICTURES, Kept, PicturesInput, kept_of
from spotter.lib import store
from spotter.lib.allowance import in_a_while
from spotter.lib.buckets import DAY
from spotter.lib.image_messages import sentence
from spotter.lib.images import MAX_BYTES, BadPicture, glance
from spotter.lib.text import clean_text


@dataclass(frozen=True)
class Submission:
    """A whole report form, clean."""

    token: uuid.UUID
    addresses: tuple[Given, ...]
    pictures: tuple[Kept, ...]
    said: Words


class TokenField(forms.UUIDField):
    """The form's own token; a form that lost it gets a new one, for no person can mend a hidden field."""

    def clean(self, value: Any) -> uuid.UUID:
        """Never refused."""
        try:
            token: uuid.UUID = super().clean(value)
        except forms.ValidationError:
            return uuid.uuid4()
        return token


class TooMany(Exception):
    """So many pictures of this person lie here unsent that a further one waits, for so many seconds."""

    def __init__(self, wait: int) -> None:
        super().__init__(wait)
        self.wait = wait


class ReportForm(AddressesForm, FactsForm):
    """Addresses first; everything else helps and is optional."""

    pictures = forms.Field(
        label=gettext_lazy("Screenshots"),
        help_text=gettext_lazy("Up to 8 pictures of at most 15 MB. Cover your own name if it shows."),
        required=False,
        widget=PicturesInput({"accept": "image/png,image/jpeg,image/webp,image/avif,image/heic,image/gif"}),
    )
    token = TokenField(widget=forms.HiddenInput, initial=uuid.uuid4)
    field_order = ("addresses", "pictures")

    def __init__(self, *args: Any, owner: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner
        self.kept: list[Kept] = []
        self.left_out: list[str] = []
        # Pictures of this very form that were counted as unsent.
        self.charged = 0

    def clean_pictures(self) -> tuple[Kept, ...]:
        """New pictures are glanced at and sealed at once; those that came with an earlier try are still here."""
        carried = {kept.sha256: kept for text in self._carried() if (kept := kept_of(text, self.owner))}
        # One signed picture repeated by hand would otherwise be as many rows and Jobs, for each address.
        found = list(carried.values())[:MAX_PICTURES]
        # Touched, so that no sweep takes it while this form is on its way.
        self.kept = [kept for kept in found if store.touch("quarantine", kept.sha256)]
        again = _("%(name)s was put away after a day. Choose it again.")
        problems = [again % {"name": kept.name} for kept in found if kept not in self.kept]
        for file in self._files():
            name = clean_text(file.name or "", limit=80)
            if len(self.kept) >= MAX_PICTURES:
                problems.append(_("At most 8 pictures: %(name)s was left out.") % {"name": name})
                continue
            try:
                self._keep(file, name)
            except TooMany as many:
                said = _("%(name)s: you uploaded many pictures without their reports. Add it %(when)s.")
                problems.append(said % {"name": name, "when": in_a_while(many.wait)})
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
        verdict = may_upload(self.owner, count=1, now=timezone.now())
        if not verdict.allowed:
            raise TooMany(verdict.wait or DAY)
        self.charged += 1
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

    def give_back(self) -> None:
        """The report is kept: what came with it lies here unsent no more."""
        if self.charged:
            may_upload(self.owner, count=-self.charged, now=timezone.now())

    def submission(self) -> Submission:
        """The clean whole; only after is_valid()."""
        data: Mapping[str, Any] = self.cleaned_data
        return Submission(
            token=data["token"],
            addresses=self.box.unique,
            pictures=data["pictures"],
            said=self.said(),
        )
