"""The report form: one box for addresses, pictures that are kept even when something else must be mended."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

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
from spotter.lib.fields import sharing_fields
from spotter.lib.image_messages import sentence
from spotter.lib.images import MAX_BYTES, BadPicture, glance
from spotter.lib.text import clean_text
from spotter.lib.uploads import Lost

# Kept running: they mostly wait for the disk.
HANDS: Final = ThreadPoolExecutor(MAX_PICTURES)


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


class Upload(NamedTuple):
    """A picture that has just come, under its name as given."""

    name: str
    file: "UploadedFile[Any]"


@sharing_fields
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
        self.fresh: list[Upload] = []
        self.left_out: list[str] = []

    def clean_pictures(self) -> None:
        """New pictures are glanced at; those that came with an earlier try are still here."""
        carried = {kept.sha256: kept for text in self._carried() if (kept := kept_of(text, self.owner))}
        # One signed picture repeated by hand would otherwise be as many rows and Jobs, for each address.
        found = list(carried.values())[:MAX_PICTURES]
        # Touched, so that no sweep takes it while this form is on its way.
        self.kept = [kept for kept in found if store.touch("quarantine", kept.sha256)]
        again = _("%(name)s was put away after a day. Choose it again.")
        problems = [again % {"name": kept.name} for kept in found if kept not in self.kept]
        for file in self._files():
            name = clean_text(file.name or "", limit=80)
            if len(self.kept) + len(self.fresh) >= MAX_PICTURES:
                problems.append(_("At most 8 pictures: %(name)s was left out.") % {"name": name})
                continue
            if isinstance(file, Lost):
                self.left_out.append(name)
                continue
            try:
                _glance_at(file, name)
                self.fresh.append(Upload(name, file))
            except BadPicture as bad:
                problems.append(f"{name}: {sentence(bad.code)}")
        if problems:
            raise forms.ValidationError(problems)

    def keep_unsent(self) -> None:
        """New pictures of a form that is shown again are kept all the same, as many as may lie here unsent."""
        fresh, self.fresh = self.fresh, []
        if fresh and may_upload(self.owner, count=len(fresh), now=timezone.now()).allowed:
            self._seal(fresh)
            return
        for upload in fresh:
            verdict = may_upload(self.owner, count=1, now=timezone.now())
            if verdict.allowed:
                self._seal([upload])
            else:
                said = _("%(name)s: you uploaded many pictures without their reports. Add it %(when)s.")
                when = in_a_while(verdict.wait or DAY)
                self.add_error("pictures", said % {"name": upload.name, "when": when})

    def _seal(self, fresh: list[Upload]) -> None:
        """Side by side: a disk makes several files safe in hardly more time than one."""
        others = [HANDS.submit(_sealed, upload) for upload in fresh[1:]]
        sealed = [*map(_sealed, fresh[:1]), *(other.result() for other in others)]
        for upload, kept in zip(fresh, sealed, strict=True):
            if kept is None:
                # The report matters more than its picture: it goes on without it.
                self.left_out.append(upload.name)
            elif kept.sha256 not in {other.sha256 for other in self.kept}:
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
        """The clean whole, with its pictures sealed; only after is_valid(), and when it will be kept."""
        fresh, self.fresh = self.fresh, []
        self._seal(fresh)
        return Submission(
            token=self.cleaned_data["token"],
            addresses=self.box.unique,
            pictures=tuple(self.kept),
            said=self.said(),
        )


def _sealed(upload: Upload) -> Kept | None:
    """Safe on the disk; None when that cannot be done now."""
    try:
        return Kept(*store.put_file("quarantine", upload.file), upload.name)
    except (OSError, store.Damaged):
        return None


def _glance_at(file: "UploadedFile[Any]", name: str) -> None:
    """What its size and first bytes tell; raises BadPicture."""
    if (file.size or 0) > MAX_BYTES:
        raise BadPicture("too-large", name=name)
    glance(file.read(), name=name)
