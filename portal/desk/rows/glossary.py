from django import forms
from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from portal.desk.base import OfficialAdmin
from portal.glossary.models import GlossaryTerm
from portal.records.pinyin import pinyin_key


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(OfficialAdmin):
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
