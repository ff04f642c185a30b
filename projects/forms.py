"""Forms of the progress page: its release and day, its rows, and new work items."""

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.desk.fields import NOT_CHOSEN, DayField, PlaceForm, RowField, SeenRow, number_field, text_field
from portal.publishing.models import Release
from portal.statistics.codes import Qualifier
from portal.statistics.models import Unit
from projects.actions import Declared, Entered
from projects.models import ProgressReport, Undertaking, WorkItem, stages_of
from projects.progress_form import COLUMNS, MEASURES, as_text

NEW_ITEMS = 3


class ChooseForm(forms.Form):
    """The draft to report in, and the day to report as at."""

    release = forms.ModelChoiceField(Release.objects.none(), label=gettext_lazy("Draft release"))
    as_at = DayField(label=gettext_lazy("As at"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))

    def __init__(self, *args, releases: QuerySet, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["release"].queryset = releases
        self.fields["as_at"].widget.attrs["max"] = timezone.localdate().isoformat()

    def clean_as_at(self):
        day = self.cleaned_data["as_at"]
        if day > timezone.localdate():
            raise forms.ValidationError(
                _("This day is still to come; progress is reported as at a day that was.")
            )
        return day


class DraftForm(forms.Form):
    """A new draft release to report in."""

    title_zh = forms.CharField(label=gettext_lazy("title (Chinese)"), max_length=200)
    title_en = forms.CharField(label=gettext_lazy("title (English)"), max_length=300)
    kind = forms.ChoiceField(label=gettext_lazy("kind"))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        kinds = (Release.Kind.STATISTICAL_RETURN, Release.Kind.ARTICLE, Release.Kind.PRESS_CONFERENCE)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]


class RowForm(SeenRow):
    """One row of the grid: the whole project or a work item."""

    columns = COLUMNS
    as_text = staticmethod(as_text)
    stage = forms.ChoiceField(label=pgettext_lazy("of a project", "stage"), required=False)
    percent = number_field(ProgressReport, "percent", gettext_lazy("per cent done"))
    quantity = number_field(ProgressReport, "quantity", gettext_lazy("quantity done"))
    qualifier = forms.ChoiceField(
        label=gettext_lazy("qualifier"),
        required=False,
        choices=[("", NOT_CHOSEN), *Qualifier.choices],
    )
    note_zh = text_field(ProgressReport, "note_zh", gettext_lazy("note (Chinese)"), rows=2)
    note_en = text_field(ProgressReport, "note_en", gettext_lazy("note (English)"), rows=2)

    def __init__(self, *args, undertaking: Undertaking, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        allowed = stages_of(undertaking.kind)
        self.fields["stage"].choices = [("", NOT_CHOSEN), *((one.value, one.label) for one in allowed)]

    def cells(self) -> list[tuple[forms.BoundField | None, object]]:
        """The boxes of the measures, each with its last value. The whole has no unit, so no box for a quantity."""
        return [
            (None if name == "quantity" and not self.row.code else self[name], self.row.last.get(name))
            for name in MEASURES
        ]

    def entered(self) -> Entered:
        """The row as `report_progress` takes it."""
        return Entered(seen=self.cleaned_data["seen"], **self.values())


class ItemForm(PlaceForm):
    """A work item to declare; a form left empty declares none."""

    name_zh = text_field(WorkItem, "name_zh", gettext_lazy("name (Chinese)"))
    name_en = text_field(WorkItem, "name_en", gettext_lazy("name (English)"))
    code = text_field(WorkItem, "code", gettext_lazy("code"))
    planned_quantity = number_field(WorkItem, "planned_quantity", gettext_lazy("planned quantity"))
    unit = RowField(label=gettext_lazy("unit"), required=False)
    weight = number_field(WorkItem, "weight", gettext_lazy("weight"))

    BOXES = ("name_zh", "name_en", "code", "planned_quantity", "unit", "weight")

    def __init__(self, *args, number: int, units: list[Unit], **kwargs) -> None:
        super().__init__(*args, prefix=f"new-{number}", **kwargs)
        self.fields["unit"].offer(units)

    @property
    def boxes(self) -> list[forms.BoundField]:
        return [*(self[name] for name in self.BOXES), *self.place]

    def declared(self) -> Declared | None:
        if not any(self.cleaned_data.get(name) for name in self.BOXES):
            return None
        return Declared(
            **{name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        )
