"""Forms of the admin: permissions, validation and edit conflicts of what an official enters."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.forms.models import construct_instance
from django.utils.translation import gettext as _

from portal.desk import edit_conflicts
from portal.publishing import permissions
from portal.records.described import CHANGE, Described
from portal.records.errors import HANDED_IN
from portal.records.findings import Beside, enter_links, without
from portal.records.parsing import qualified
from portal.records.registry import record_types, verdicts
from portal.staff.models import User


class OfficialForm(forms.ModelForm):
    """A form with the official who fills it in, and the reason why the database refused it before, if it did.

    The admin sets both on the form class of each request.
    """

    user: User
    refusal = ""
    #: The rows entered with this one, for the validation rules; by default those stored in its release.
    beside: Beside | None = None

    def __init__(self, *args, **kwargs) -> None:
        """Every change has a reason of its own: the boxes for it are empty whenever a form is opened."""
        super().__init__(*args, **kwargs)
        if isinstance(self.instance, Described):
            self.initial |= dict.fromkeys(CHANGE, None) if self.instance.pk is not None else {}

    def clean(self) -> dict:
        cleaned = super().clean()
        qualified(cleaned)
        if self.refusal:
            raise ValidationError(self.refusal)
        seen = self.data.get(edit_conflicts.SEEN)
        if seen and not self.prefix and self.instance.pk is not None:  # inline rows have numbers of their own
            rows = type(self.instance)._base_manager.select_for_update(of=("self",))
            stored = rows.filter(pk=self.instance.pk).first()
            if stored is not None and seen != edit_conflicts.last_change(stored):
                edit_conflicts.update_form(self, seen, stored)
                raise ValidationError(edit_conflicts.conflict_text(stored, seen, self.user))
        return cleaned

    def _post_clean(self) -> None:
        """Validate the row before Django does, which skips fields with errors."""
        is_record = type(self.instance) in record_types
        if is_record and not self.has_error(NON_FIELD_ERRORS):
            options = self._meta
            self.instance = construct_instance(self, self.instance, options.fields, options.exclude)
            if self.has_changed() or self.instance._state.adding:
                row = without(self.instance, self.unread_fields())
                for field in row._meta.many_to_many:
                    if field.name in self.cleaned_data:
                        linked = self.cleaned_data[field.name]
                        enter_links(row, field.name, [getattr(one, "code", one.pk) for one in linked])
                for finding in next(verdicts(type(row), [row], self.beside)):
                    box = finding.field if finding.field in self.fields else None
                    self.add_error(box, finding.message)
        super()._post_clean()
        if not is_record or self.errors or not self.has_changed():
            return
        if not permissions.can_add(self.user, self.instance):  # the page has checked the row as it was before
            message = _(
                "You may enter only what belongs to your own department, in a release that is not yet public."
            )
            self.add_error(None, HANDED_IN if is_handed_in(self.instance) else message)

    def unread_fields(self) -> set[str]:
        """Fields of the row whose boxes could not be read."""
        return set(self.errors)


def is_handed_in(row: Model) -> bool:
    """Whether the row cannot be edited because its department has handed in its contribution to the release."""
    release = getattr(row, "release", None)
    if release is None or not release.is_editable:
        return False
    return release.has_contribution_of(permissions.department_of(row))


class OfficialFormSet(forms.BaseInlineFormSet):
    """Inline rows, read-only where they do not belong to the official.

    If two officials save the same row, the second one sees what the first has changed. Rows that the second one did not
    touch stay as the first has saved them.
    """

    user: User

    def clean(self) -> None:
        super().clean()
        if any(self._was_deleted(form) for form in self.initial_forms):
            raise ValidationError(
                _("Somebody else has deleted some of these rows since you opened the page. Open it again.")
            )
        keys = [form.instance.pk for form in self.initial_forms]
        locked = self.model._base_manager.select_for_update(of=("self",)).order_by("pk")
        stored = {row.pk: row for row in locked.filter(pk__in=keys)}
        numbers = edit_conflicts.last_changes(list(stored.values()))
        for form in self.initial_forms:
            row = stored.get(form.instance.pk)
            seen = self.data.get(edit_conflicts.seen_name(self, form.instance))
            if not seen or row is None or seen == numbers.get(row.pk):
                continue
            touched = edit_conflicts.update_form(form, seen, row)
            message = edit_conflicts.conflict_text(row, seen, self.user)
            if self.can_delete and self._should_delete_form(form):
                raise ValidationError(f"{row}{_(': ')}{message}")
            if touched:
                form.add_error(None, message)
            else:
                form.changed_data = []

    def _was_deleted(self, form: forms.ModelForm) -> bool:
        """Whether somebody else has deleted a row that the official keeps."""
        keeps = not (self.can_delete and self._should_delete_form(form))
        return keeps and form.instance.pk is None and self._pk_field.name in form.errors

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        setattr(
            form.instance, self.fk.name, self.instance
        )  # the same object for all rows, as it is being entered
        self._share_choices(form)
        for (
            field
        ) in form.fields.values():  # the labels are in the table head, where screen readers do not look
            getattr(field.widget, "widget", field.widget).attrs.setdefault("aria-label", field.label)
        if form.instance.pk is None or permissions.can_edit(self.user, form.instance):
            return
        for name, field in form.fields.items():
            field.disabled = name not in {self._pk_field.name, self.fk.name}

    def _share_choices(self, form: forms.ModelForm) -> None:
        """Read the choices of a list once, not for each row."""
        shared = self.__dict__.setdefault("shared_choices", {})
        for name, field in form.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            if isinstance(field, forms.ModelChoiceField) and type(widget) is forms.Select:
                if name not in shared:
                    shared[name] = list(field.choices)
                field.widget.choices = shared[name]
