"""Forms of the return sheet: its period, one row for each series, and a series that nobody has used yet."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.desk.date_field import DayField
from portal.desk.grid import NOT_CHOSEN, RowField, SeenRow, number_field, text_field, told
from portal.publishing.documents import DOCUMENTS
from portal.publishing.models import Release, Section
from portal.records.findings import Finding
from portal.statistics.actions.figures import Figure
from portal.statistics.codes import ObservationStatus, Qualifier
from portal.statistics.models import Observation
from portal.statistics.return_form import COLUMNS, SheetRow, Span, as_text
from portal.statistics.templatetags.portal_figures import plain_figure

DAY = {"widget": forms.DateInput({"type": "date"}, "%Y-%m-%d")}


class SpanForm(forms.Form):
    """The period of the whole sheet. States are as at its last day, years to date begin on 1 January."""

    start = DayField(label=gettext_lazy("first day"), **DAY)
    end = DayField(label=gettext_lazy("last day"), **DAY)

    def clean(self) -> dict:
        cleaned = super().clean()
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and start > end:
            self.add_error("end", _("The first day of a period is not after its last."))
        return cleaned

    @property
    def span(self) -> Span:
        return Span(self.cleaned_data["start"], self.cleaned_data["end"])


class FigureForm(SeenRow):
    """One series of the sheet."""

    columns = COLUMNS
    value = number_field(Observation, "value", gettext_lazy("value"))
    qualifier = forms.ChoiceField(
        label=gettext_lazy("qualifier"),
        required=False,
        choices=[("", NOT_CHOSEN), *Qualifier.choices],
    )
    status = forms.ChoiceField(label=gettext_lazy("status"), choices=ObservationStatus.choices)
    note_zh = text_field(Observation, "note_zh", gettext_lazy("note (Chinese)"), rows=1)
    note_en = text_field(Observation, "note_en", gettext_lazy("note (English)"), rows=1)
    section = RowField(label=gettext_lazy("section"), required=False)
    paragraph = forms.IntegerField(label=gettext_lazy("paragraph"), required=False, widget=forms.TextInput)
    as_printed = text_field(Observation, "as_printed", gettext_lazy("as printed"))

    PLACE = ("section", "paragraph", "as_printed")

    def __init__(self, *args, row: SheetRow, release: Release, sections: list[Section], **kwargs) -> None:
        self.row = row
        stored = as_text(row.draft)
        kwargs = {"prefix": f"row-{row.code}", "initial": {**stored, "seen": told(stored)}} | kwargs
        super().__init__(*args, **kwargs)
        self.fields["paragraph"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}
        if release.kind in DOCUMENTS:
            self.fields["section"].offer(sections)
        else:
            for name in self.PLACE:
                del self.fields[name]

    @property
    def last_words(self) -> str:
        """The last figure with its qualifier."""
        return plain_figure(self.row.last)

    @property
    def boxes(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name != "seen"]

    @property
    def first_wrong(self) -> str:
        """The id of the first box that is wrong; of the first box at all where the row as a whole is."""
        return next((box for box in self.boxes if box.errors), self.boxes[0]).id_for_label

    def report(self, finding: Finding) -> None:
        """Show what the action found wrong, beside the cell."""
        self.add_error(finding.field if finding.field in self.fields else None, finding.message)

    def entered(self) -> Figure:
        """The row as the action takes it. Without boxes for the place it stays where it was."""
        values = {name: self.cleaned_data.get(name) for name in COLUMNS if name in self.fields}
        if "section" not in self.fields and self.row.draft:
            values |= {name: getattr(self.row.draft, name) for name in self.PLACE}
        return Figure(seen=self.cleaned_data["seen"], **values)
