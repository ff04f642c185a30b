from django import forms
from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.desk.base import OfficialAdmin
from portal.desk.forms import OfficialForm
from portal.glossary.models import GlossaryTerm
from portal.records.pinyin import pinyin_key
from portal.statistics.models import Indicator


class GlossaryForm(OfficialForm):
    """A form for a term, whose indicators exist."""

    def clean_indicators(self) -> list[str]:
        codes = self.cleaned_data["indicators"]
        known = set(Indicator.objects.filter(code__in=codes).values_list("code", flat=True))
        if unknown := [code for code in codes if code not in known]:
            raise ValidationError(_("There is no indicator %(codes)s.") % {"codes": ", ".join(unknown)})
        return codes


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(OfficialAdmin):
    form = GlossaryForm
    list_display = ("term", "sector", "department", "is_explained", "is_public")
    list_filter = (
        "is_public",
        "is_explained",
        ("sector", RelatedOnlyFieldListFilter),
        ("department", RelatedOnlyFieldListFilter),
    )
    list_select_related = ("sector", "department")
    search_fields = ("code", "name_zh", "name_en", "pinyin", "aliases", "explanation_zh", "explanation_en")
    autocomplete_fields = ("release",)
    fieldsets = (
        (None, {"fields": ("code", "name_zh", "name_en", "reading", "aliases", "is_public")}),
        (
            gettext_lazy("What it means"),
            {"fields": ("explanation_zh", "explanation_en", "is_explained", "indicators")},
        ),
        (gettext_lazy("Whose"), {"fields": ("department", "sector")}),
        (gettext_lazy("Where this is from"), {"fields": ("release", ("section", "paragraph"))}),
    )

    def save_model(self, request: HttpRequest, obj: Model, form: forms.ModelForm, change: bool) -> None:  # noqa: FBT001 - Django's signature
        obj.pinyin = pinyin_key(obj.name_zh)
        super().save_model(request, obj, form, change)

    @admin.display(description=gettext_lazy("term"), ordering="pinyin")
    def term(self, term: GlossaryTerm) -> str:
        return term.name
