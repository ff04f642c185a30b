"""What officials say to ask for a part of a release, to hand it in, and to give it back."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.publishing.actions import contributions
from portal.publishing.models import Contribution
from portal.staff.models import Department, User

TIME = "%Y-%m-%dT%H:%M"


def words(label: str, *, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, required=required, widget=forms.Textarea({"rows": 3}))


class PartForm(forms.Form):
    """What an official must say to act on a part. `act` does it, or raises Refused."""

    def __init__(self, *args, part: Contribution, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.part = part

    def words(self) -> list[forms.BoundField]:
        return self.visible_fields()

    def act(self, by: User) -> None:
        raise NotImplementedError


class AskForm(PartForm):
    """By when, and what; of which department unless it has been asked already."""

    department = forms.ModelChoiceField(Department.objects.none(), label=gettext_lazy("department"))
    due_at = forms.DateTimeField(
        label=gettext_lazy("wanted by"),
        required=False,
        input_formats=[TIME, f"{TIME}:%S"],
        widget=forms.DateTimeInput({"type": "datetime-local"}, TIME),
    )
    note = words(gettext_lazy("what is wanted"), required=False)

    def __init__(self, *args, part: Contribution, **kwargs) -> None:
        super().__init__(*args, part=part, **kwargs)
        if part.pk:
            del self.fields["department"]
            self.fields["due_at"].initial = part.due_at and timezone.localtime(part.due_at)
            self.fields["note"].initial = part.note
        else:
            asked = part.release.contributions.values("department")
            free = Department.objects.exclude(pk=part.release.department_id).exclude(pk__in=asked)
            self.fields["department"].queryset = free

    def act(self, by: User) -> None:
        department = self.cleaned_data.pop("department", None) or self.part.department
        contributions.ask(release=self.part.release, department=department, by=by, **self.cleaned_data)


class TakeBackForm(PartForm):
    def act(self, by: User) -> None:
        contributions.take_back(part=self.part, by=by)


class HandInForm(PartForm):
    """Asks for an explicit word where there is nothing in the part."""

    nothing = forms.BooleanField(label=gettext_lazy("There is nothing to report"), required=False)
    nothing_to_report = words(gettext_lazy("why there is nothing to report"), required=False)

    def __init__(self, *args, part: Contribution, **kwargs) -> None:
        super().__init__(*args, part=part, **kwargs)
        if contributions.holds_anything(part):
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

    def act(self, by: User) -> None:
        said = self.cleaned_data.get("nothing_to_report", "")
        contributions.hand_in(part=self.part, by=by, nothing_to_report=said)


class RecallForm(PartForm):
    def act(self, by: User) -> None:
        contributions.recall(part=self.part, by=by)


class ReturnPartForm(PartForm):
    reason = words(gettext_lazy("What has to be changed"))

    def act(self, by: User) -> None:
        contributions.return_part(part=self.part, by=by, reason=self.cleaned_data["reason"])
