"""Forms of the admin: what an official enters is theirs to enter, and what the database refuses is said in the form."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.forms.models import construct_instance
from django.utils.translation import gettext as _

from portal.desk import edit_conflicts
from portal.publishing import permissions
from portal.records.errors import HANDED_IN
from portal.records.findings import without
from portal.records.registry import record_types, verdicts
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

    def _post_clean(self) -> None:
        """Validate the row before Django does, which says nothing more of fields that are wrong already."""
        if type(self.instance) in record_types and not self.has_error(NON_FIELD_ERRORS):
            options = self._meta
            self.instance = construct_instance(self, self.instance, options.fields, options.exclude)
            if self.has_changed() or self.instance._state.adding:
                self._validate_row()
        super()._post_clean()
        if self.errors or not self.has_changed() or type(self.instance) not in record_types:
            return
        if not permissions.can_add(self.user, self.instance):  # that it was theirs, the page has made sure
            generic = _("You may enter only what belongs to your department and is not released.")
            self.add_error(None, HANDED_IN if is_handed_in(self.instance) else generic)

    def _validate_row(self) -> None:
        row = without(self.instance, self.unread_fields())
        for findings in verdicts(type(row), [row]):
            for finding in findings:
                box = finding.field if finding.field in self.fields else None
                self.add_error(box, finding.message)

    def unread_fields(self) -> set[str]:
        """Fields of the row that no box has given."""
        return set(self.errors)


def is_handed_in(row: Model) -> bool:
    """Whether the row cannot be edited because its department has handed in its contribution to the release."""
    release = getattr(row, "release", None)
    return (
        release is not None
        and release.is_editable
        and release.has_contribution_of(permissions.department_of(row))
    )


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
        setattr(form.instance, self.fk.name, self.instance)  # one object for all rows, as it is being entered
        self._share_choices(form)
        for field in form.fields.values():  # a table has its labels in the head, where no screen reader looks
            getattr(field.widget, "widget", field.widget).attrs.setdefault("aria-label", field.label)
        if form.instance.pk is None or permissions.can_edit(self.user, form.instance):
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
