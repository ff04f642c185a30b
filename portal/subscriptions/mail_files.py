"""Mail written to files, for an installation without a mail server and for trying out: one file a mail, once.

The file is named after the Message-ID and appears as a whole or not at all, so that writing a mail a second time after
a crash changes nothing: it is there exactly once.
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

#: Seconds after which a draft has been left behind by a process that died.
STALE = 3600
PLAIN = re.compile(r"[A-Za-z0-9-]{1,80}")


class FileBackend(BaseEmailBackend):
    """Writes each mail to `<Message-ID before the @>.eml` in EMAIL_FILE_PATH, readable by its owner alone."""

    #: Sending the same Message-ID again does nothing. Whoever asks may therefore send again in doubt.
    knows_what_was_sent = True

    def __init__(self, file_path: str | Path | None = None, **options: object) -> None:
        super().__init__(**options)
        self.folder = Path(file_path or settings.EMAIL_FILE_PATH)

    def open(self) -> None:
        """Raises OSError where the folder cannot be made."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for draft in self.folder.glob(".*.part"):
            with suppress(FileNotFoundError):  # another process has just finished it
                if draft.stat().st_mtime < time.time() - STALE:
                    draft.unlink()

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        self.open()
        for message in messages:
            self.write(message)
        return len(messages)

    def write(self, mail: EmailMessage) -> None:
        """Raises OSError where it cannot be written; then there is nothing of it."""
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
        except FileExistsError:  # somebody else wrote the same mail at this very moment
            return
        finally:
            draft.unlink(missing_ok=True)
        self.keep()

    def keep(self) -> None:
        """Let the new names outlast a power failure."""
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def file_name(message_id: str) -> str:
    """A file name for a Message-ID, the same for the same one."""
    local = message_id.strip("<> ").partition("@")[0]
    return f"{local if PLAIN.fullmatch(local) else hashlib.sha256(message_id.encode()).hexdigest()}.eml"
