"""Workbooks between their preview and the word that they be loaded."""

import datetime as dt
import secrets
from dataclasses import dataclass

from django.core import signing
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from portal.models import Release, User

#: Beside the attachments, which are no more open to the public before their release than these are.
FOLDER = "workbooks"
SALT = "portal.workbook"
KEPT = dt.timedelta(days=1)


@dataclass(frozen=True)
class Upload:
    """A file that was looked at: whose, of which release (None: it may bring a new one), and what the preview said."""

    name: str
    digest: str
    release: int | None

    def open(self) -> File | None:
        """The file, or None if it has been thrown away meanwhile."""
        return default_storage.open(self.name) if default_storage.exists(self.name) else None

    def discard(self) -> None:
        default_storage.delete(self.name)


def keep(file: UploadedFile, digest: str, *, by: User, release: Release | None) -> str:
    """Put the file aside; gives the token by which `kept` finds it for the same official within a day."""
    discard_old()
    file.seek(0)
    name = default_storage.save(f"{FOLDER}/{secrets.token_hex(16)}", file)
    return token_of(Upload(name, digest, release.pk if release else None), by=by)


def token_of(upload: Upload, *, by: User) -> str:
    return signing.dumps([upload.name, upload.digest, upload.release, by.pk], salt=SALT)


def kept(token: str, *, by: User) -> Upload | None:
    """What the token stands for; None if it is not theirs, too old, or made up."""
    try:
        name, digest, release, owner = signing.loads(token, salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return None
    return Upload(name, digest, release) if owner == by.pk else None


def discard_old() -> None:
    """Throw away what nobody has come back for."""
    if not default_storage.exists(FOLDER):
        return
    for name in default_storage.listdir(FOLDER)[1]:
        path = f"{FOLDER}/{name}"
        if default_storage.get_modified_time(path) < timezone.now() - KEPT:
            default_storage.delete(path)
