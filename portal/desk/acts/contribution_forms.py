"""Forms to request a contribution to a release, to hand it in and to return it."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.desk.acts.act import ActForm, words
from portal.desk.acts.calendar_fields import time_field
from portal.publishing.actions import contributions
from portal.publishing.models import Release
from portal.staff.models import Department


class AskForm(ActForm):
    """By when, and what; of which department unless it has been asked already."""

    department = forms.ModelChoiceField(Department.objects.none(), label=gettext_lazy("department"))
    due_at = time_field(gettext_lazy("wanted by"), required=False)
    note = words(gettext_lazy("what is wanted"), required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        part = self.subject
        if part.pk:
            del self.fields["department"]
            self.fields["due_at"].initial = part.due_at and timezone.localtime(part.due_at)
            self.fields["note"].initial = part.note
        else:
            asked = part.release.contributions.values("department")
            free = Department.objects.exclude(pk=part.release.department_id).exclude(pk__in=asked)
            self.fields["department"].queryset = free

    def act(self) -> Release:
        department = self.cleaned_data.pop("department", None) or self.subject.department
        contributions.ask(release=self.release, department=department, by=self.by, **self.cleaned_data)
        return self.release


class TakeBackForm(ActForm):
    def act(self) -> Release:
        contributions.take_back(contribution=self.subject, by=self.by)
        return self.release


class HandInForm(ActForm):
    """Asks for an explicit word where there is nothing in the part."""

    nothing = forms.BooleanField(label=gettext_lazy("There is nothing to report"), required=False)
    nothing_to_report = words(gettext_lazy("why there is nothing to report"), required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if contributions.holds_anything(self.subject):
            del self.fields["nothing"], self.fields["nothing_to_report"]

    def clean(self) -> dict:
        cleaned = super().clean()
        if "nothing" in self.fields:
            said = cleaned.get("nothing_to_report", "").strip()
            if not cleaned.get("nothing"):
                self.add_error(
                    "nothing", _("Your department has entered nothing yet. Tick this if that is right.")
                )
            elif not said:
                self.add_error("nothing_to_report", _("Say why there is nothing to report."))
        return cleaned

    def act(self) -> Release:
        said = self.cleaned_data.get("nothing_to_report", "")
        contributions.hand_in(contribution=self.subject, by=self.by, nothing_to_report=said)
        return self.release


class RecallForm(ActForm):
    def act(self) -> Release:
        contributions.recall(contribution=self.subject, by=self.by)
        return self.release


class ReturnPartForm(ActForm):
    reason = words(gettext_lazy("What has to be changed"))

    def act(self) -> Release:
        contributions.return_contribution(
            contribution=self.subject, by=self.by, reason=self.cleaned_data["reason"]
        )
        return self.release
