from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.desk.base import OfficialAdmin
from portal.facilities.models import Facility
from portal.records.pinyin import pinyin_key


@admin.register(Facility)
class FacilityAdmin(OfficialAdmin):
    list_display = ("name", "kind", "sector", "area", "department", "phone", "is_public")
    list_filter = (
        "is_public",
        "kind",
        ("sector", RelatedOnlyFieldListFilter),
        ("department", RelatedOnlyFieldListFilter),
        ("area", RelatedOnlyFieldListFilter),
    )
    list_select_related = ("sector", "area", "department")
    search_fields = ("code", "name_zh", "name_en", "address_zh", "address_en", "phone", "pinyin", "aliases")
    autocomplete_fields = ("area", "release")
    fieldsets = (
        (None, {"fields": ("code", "kind", "name_zh", "name_en", "aliases", "is_public")}),
        (_("Whose and where"), {"fields": ("department", "sector", "area")}),
        (
            _("For visitors"),
            {"fields": ("address_zh", "address_en", "phone", "hours_zh", "hours_en", "note_zh", "note_en")},
        ),
        (_("Where this is from"), {"fields": ("release", ("section", "paragraph"))}),
    )

    def save_model(self, request: HttpRequest, obj: Facility, form: ModelForm, change: bool) -> None:  # noqa: FBT001 - Django's
        obj.pinyin = pinyin_key(obj.name_zh)
        super().save_model(request, obj, form, change)

    @admin.display(description=_("name"), ordering="pinyin")
    def name(self, facility: Facility) -> str:
        return facility.name
