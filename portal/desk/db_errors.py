"""Database errors that refuse what was entered, as messages to the official."""

from django.apps import apps
from django.db import DatabaseError, connection
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.records.errors import HANDED_IN
from portal.records.refusals import refusal_of

SUBMITTED_MEANWHILE = gettext_lazy(
    "Nothing was saved: the release has been submitted or released in the meantime, and can no longer be changed."
)

#: Messages by the triggers of all releases and records. Record types declare the messages of their own triggers.
TRIGGERS = {
    "frozen_with_release": SUBMITTED_MEANWHILE,
    "never_rewritten": SUBMITTED_MEANWHILE,
    "closed_with_part": HANDED_IN,
    "submitted_with_every_part": gettext_lazy("Contributions have not been handed in yet."),
    "state_moves": gettext_lazy("The release cannot go from its present state to that one."),
    "second_person_decides": gettext_lazy(
        "A second person decides: a reviewer or the head of the publishing department, "
        "who neither edited nor submitted it."
    ),
}
#: Messages by error code (PostgreSQL, appendix A).
CODES = {
    "22003": gettext_lazy("A number is larger than can be stored."),
    "23503": gettext_lazy(
        "Other entries refer to this one, or what it refers to has been deleted in the meantime."
    ),
    "23505": gettext_lazy("There is such an entry already."),
    "23514": gettext_lazy("What was entered contradicts a rule of the portal."),
    "23P01": gettext_lazy("Another release brings the same figure for the same time."),
    "23001": SUBMITTED_MEANWHILE,
    "40001": gettext_lazy("Somebody else saved at the same moment. Please try again."),
    "40P01": gettext_lazy("Somebody else saved at the same moment. Please try again."),
    "55P03": gettext_lazy("Somebody else saved at the same moment. Please try again."),
}


def explain(error: DatabaseError) -> str:
    """The refusal in the active language. Raises the error again if it is not a refusal."""
    if isinstance(error, ProtectedError | RestrictedError):
        return _("Other entries refer to this one, so that it cannot be deleted.")
    cause = error.__cause__
    details = getattr(cause, "diag", None)
    message = refusal_of(error, TRIGGERS)
    message = message or _constraint_message(getattr(details, "constraint_name", None))
    message = message or CODES.get(getattr(cause, "pgcode", None))
    if not message:
        raise error
    return str(message)


def _constraint_message(name: str | None) -> str | None:
    """The message that a model declares for its constraint of that name."""
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            message = constraint.violation_error_message
            if constraint.name == name and message != constraint.default_violation_error_message:
                return message
    return None


def check_deferred() -> None:
    """Check deferred constraints now, as a commit would."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
