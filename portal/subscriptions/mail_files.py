"""The file e-mail backend, for installations without a mail server: one file an e-mail, written once.

The file is named after the Message-ID and written atomically, so resending after a crash creates no duplicate.
"""

import hashlib
import os
import re
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

#: Age in seconds at which a draft counts as abandoned by a dead process.
STALE = 3600
PLAIN = re.compile(r"[A-Za-z0-9-]{1,80}")


class FileBackend(BaseEmailBackend):
    """Writes each e-mail to `<Message-ID before the @>.eml` in EMAIL_FILE_PATH, readable by its owner alone."""

    #: Resending a Message-ID does nothing, so callers may resend when in doubt.
    knows_what_was_sent = True

    def __init__(self, file_path: str | Path | None = None, **options: object) -> None:
        super().__init__(**options)
        self.folder = Path(file_path or settings.EMAIL_FILE_PATH)

    def open(self) -> None:
        """Raises OSError if the folder cannot be created."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for draft in self.folder.glob(".*.part"):
            with suppress(FileNotFoundError):  # another process has just written it
                if draft.stat().st_mtime < time.time() - STALE:
                    draft.unlink()

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        self.open()
        for message in messages:
            self.write(message)
        return len(messages)

    def write(self, mail: EmailMessage) -> None:
        """Raises OSError if the e-mail cannot be written; then no trace of it remains."""
        message = mail.message()
        final = self.folder / file_name(message["Message-ID"])
        if final.exists():
            return
        draft = self.folder / f".{uuid4().hex}.part"
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(message.as_bytes())
                file.flush()
                os.fsync(file.fileno())
            os.link(draft, final)
        except FileExistsError:  # another process wrote the same e-mail meanwhile
            return
        finally:
            draft.unlink(missing_ok=True)
        folder = os.open(self.folder, os.O_RDONLY)  # synced, so that the new name survives a power failure
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def file_name(message_id: str) -> str:
    """The file name of a Message-ID."""
    local = message_id.strip("<> ").partition("@")[0]
    return f"{local if PLAIN.fullmatch(local) else hashlib.sha256(message_id.encode()).hexdigest()}.eml"
