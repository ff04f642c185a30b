"""Why an action was not done. The text of each says it to the official, in their language."""

from django.utils.translation import gettext_lazy

#: The official's department has said that its part of the release is complete.
HANDED_IN = gettext_lazy(
    "Nothing was saved: the part of this department is handed in. Recall it, or have it returned, to change it."
)


class Refused(Exception):
    """The action was not done, and nothing was changed."""


class NotAllowed(Refused):
    """The official has no right to do that."""


class WrongState(Refused):
    """The release is not in a state in which that can be done; somebody else may have acted in between."""


class Conflict(Refused):
    """It contradicts what another release holds."""


class Invalid(Refused):
    """Something that the action needs is missing or not allowed."""
