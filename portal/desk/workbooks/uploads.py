"""Uploaded workbooks, kept between preview and loading."""

import datetime as dt
import secrets
from dataclasses import dataclass

from django.core import signing
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from portal.publishing.models import Release
from portal.spreadsheets.models import WorkbookJob
from portal.staff.models import User

#: Beside the attachments, which are no more open to the public before their release than these are.
FOLDER = "workbooks"
SALT = "portal.spreadsheets.upload"
KEPT = dt.timedelta(days=1)


@dataclass(frozen=True)
class Upload:
    """A file that was looked at: of which release (None: it may bring a new one), and what the preview said.

    `rows`: how many it has.
    """

    name: str
    digest: str
    release: int | None
    rows: int = 0

    def open(self) -> File | None:
        """The file, or None if it has been thrown away meanwhile."""
        return default_storage.open(self.name) if default_storage.exists(self.name) else None

    def discard(self) -> None:
        default_storage.delete(self.name)


def keep(file: UploadedFile, *, digest: str = "", release: Release | None, rows: int) -> Upload:
    """Put the file aside for a day."""
    discard_old()
    file.seek(0)
    name = default_storage.save(f"{FOLDER}/{secrets.token_hex(16)}", file)
    return Upload(name, digest, release.pk if release else None, rows)


def token_of(upload: Upload, *, by: User) -> str:
    """The token by which `kept` finds the file for the same official within a day."""
    return signing.dumps([upload.name, upload.digest, upload.release, upload.rows, by.pk], salt=SALT)


def kept(token: str, *, by: User) -> Upload | None:
    """What the token stands for; None if it is not theirs, too old, or made up."""
    try:
        name, digest, release, rows, owner = signing.loads(token, salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return None
    return Upload(name, digest, release, rows) if owner == by.pk else None


def discard_old() -> None:
    """Throw away what nobody has come back for, and the jobs that worked on it."""
    jobs = WorkbookJob.objects.filter(started_at__lt=timezone.now() - KEPT)
    for name in jobs.values_list("file", flat=True):
        default_storage.delete(name)
    jobs.delete()
    if not default_storage.exists(FOLDER):
        return
    for name in default_storage.listdir(FOLDER)[1]:
        path = f"{FOLDER}/{name}"
        if default_storage.get_modified_time(path) < timezone.now() - KEPT:
            default_storage.delete(path)
