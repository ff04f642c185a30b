"""Forms of the admin: what an official enters is theirs to enter, and what the database refuses is said in the form."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from portal.desk import edit_conflicts
from portal.publishing import permissions
from portal.publishing.documents import DOCUMENTS
from portal.records.errors import HANDED_IN
from portal.records.registry import record_types
from portal.staff.models import User


class OfficialForm(forms.ModelForm):
    """A form that knows who fills it in, and why the database refused to save it before.

    The admin sets both for the class that it makes for each request.
    """

    user: User
    refusal = ""

    def clean(self) -> dict:
        cleaned = super().clean()
        if self.refusal:
            raise ValidationError(self.refusal)
        self._refuse_edit_conflict()
        self._ask_both_languages()
        return cleaned

    def _refuse_edit_conflict(self) -> None:
        """Refuse to save over what somebody else has saved since the page was opened. Inline rows have their own."""
        seen = self.data.get(edit_conflicts.SEEN)
        if self.prefix or not seen or self.instance.pk is None:
            return
        rows = type(self.instance)._base_manager.select_for_update(of=("self",))
        stored = rows.filter(pk=self.instance.pk).first()
        if stored is not None and seen != edit_conflicts.last_change(stored):
            edit_conflicts.bring_up_to_date(self, edit_conflicts.state_at(stored, seen), stored)
            raise ValidationError(edit_conflicts.told(stored, seen, self.user))

    def _ask_both_languages(self) -> None:
        """A text is given in both languages or in neither, as in the workbook."""
        for chinese in [name for name in self.fields if name.endswith("_zh")]:
            english = f"{chinese.removesuffix('_zh')}_en"
            given = [self.cleaned_data.get(name) for name in (chinese, english)]
            if given[0] and given[1] == "":
                self.add_error(english, _("Given in Chinese only; write it in English too."))
            if given[1] and given[0] == "":
                self.add_error(chinese, _("Given in English only; write it in Chinese too."))

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.errors or not self.has_changed() or type(self.instance) not in record_types:
            return
        if not permissions.may_add(self.user, self.instance):  # that it was theirs, the page has made sure
            self.add_error(None, _refusal(self.instance))


def _refusal(row: Model) -> str:
    """Why the official may not enter the row."""
    release = getattr(row, "release", None)
    if release is not None and release.has_part_of(permissions.department_of(row)):
        return str(HANDED_IN)
    return _("You may enter only what belongs to your department and is not released.")


class PartOfRelease(OfficialForm):
    """A form for a part of a release, whose section is one of the same release."""

    def clean(self) -> dict:
        cleaned = super().clean()
        release, section = cleaned.get("release"), cleaned.get("section")
        paragraph = cleaned.get("paragraph")
        if release and release.kind in DOCUMENTS:
            self._ask_place()
        if release and section and section.release_id != release.pk:
            self.add_error("section", _("This section belongs to another release."))
        elif section and paragraph and paragraph > section.paragraphs:
            self.add_error(
                "paragraph", _("The section has %(count)d paragraphs only.") % {"count": section.paragraphs}
            )
        return cleaned

    def _ask_place(self) -> None:
        """A release that retells a document says of each part where in it that stands."""
        for name in ("section", "paragraph"):
            if name in self.cleaned_data and self.cleaned_data[name] is None:
                self.add_error(name, _("Say in which section and paragraph of the document this stands."))


class OfficialFormSet(forms.BaseInlineFormSet):
    """Rows below a form: those that are not the official's own can be read there, not changed.

    Of two officials who save the same row, the second is told what the first has changed. Rows that the second left as
    they saw them stay as the first has saved them.
    """

    user: User

    def clean(self) -> None:
        super().clean()
        if any(self._is_gone(form) for form in self.initial_forms):
            raise ValidationError(
                _("Somebody else has deleted some of these rows since you opened the page. Open it again.")
            )
        keys = [form.instance.pk for form in self.initial_forms]
        locked = self.model._base_manager.select_for_update(of=("self",)).order_by("pk")
        stored = {row.pk: row for row in locked.filter(pk__in=keys)}
        numbers = edit_conflicts.last_changes(list(stored.values()))
        for form in self.initial_forms:
            row = form.instance
            seen = self.data.get(edit_conflicts.seen_name(self, row))
            if seen and row.pk in stored and seen != numbers.get(row.pk):
                self._overtaken(form, stored[row.pk], seen)

    def _is_gone(self, form: forms.ModelForm) -> bool:
        """Whether the row is there no longer, although the official meant to keep it."""
        kept = not (self.can_delete and self._should_delete_form(form))
        return form.instance.pk is None and self._pk_field.name in form.errors and kept

    def _overtaken(self, form: forms.ModelForm, row: Model, seen: str) -> None:
        touched = edit_conflicts.bring_up_to_date(form, edit_conflicts.state_at(row, seen), row)
        words = edit_conflicts.told(row, seen, self.user)
        if self.can_delete and self._should_delete_form(form):
            raise ValidationError(f"{row}{_(': ')}{words}")
        if touched:
            form.add_error(None, words)
        else:
            form.changed_data = []

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        if self.fk.name == "release":
            form.instance.release = self.instance  # one object for all rows, which knows whose parts are in
        self._share_choices(form)
        for field in form.fields.values():  # a table has its labels in the head, where no screen reader looks
            getattr(field.widget, "widget", field.widget).attrs.setdefault("aria-label", field.label)
        if form.instance.pk is None or permissions.may_edit(self.user, form.instance):
            return
        for name, field in form.fields.items():
            field.disabled = name not in {self._pk_field.name, self.fk.name}

    def _share_choices(self, form: forms.ModelForm) -> None:
        """Read what a list offers once, not for each row again."""
        shared = self.__dict__.setdefault("shared_choices", {})
        for name, field in form.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            if isinstance(field, forms.ModelChoiceField) and type(widget) is forms.Select:
                if name not in shared:
                    shared[name] = list(field.choices)
                field.widget.choices = shared[name]
