"""Form drafts: what officials have typed into forms of the desk and not saved yet."""

from django.conf import settings
from django.db import models


class FormDraft(models.Model):
    """The boxes of one form as one official left them. Deleted as soon as the form is saved.

    No record of the portal: it is shown to nobody but its author, is not audited, and nothing is derived from it.
    """

    not_public = "Shown to its author alone."

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    #: Address to which the form is sent, with its query.
    address = models.CharField(max_length=500)
    #: Names and values of the boxes in their order: [[name, value, label], …]; `label` is that of a chosen row.
    boxes = models.JSONField()
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint("user", "address", name="one_draft_a_form")]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user_id} · {self.address}"
