"""Refused actions. The text of each error explains the refusal to the official, in their language."""

from django.utils.translation import gettext_lazy

#: The official's department has handed in its contribution to the release.
HANDED_IN = gettext_lazy(
    "Not saved: this department's contribution has been handed in. Recall it, or have it returned, to make changes."
)


class Refused(Exception):
    """The action was not done, and nothing was changed."""


class NotAllowed(Refused):
    """The official lacks the permission."""


class WrongState(Refused):
    """The release is in the wrong state; somebody else may have acted in between."""


class Conflict(Refused):
    """The change contradicts another release."""


class Invalid(Refused):
    """A required value is missing or not allowed."""
