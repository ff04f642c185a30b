"""Services and guides, kept by their departments; a guide with its nodes and answers on one page."""

from django.contrib import admin
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.desk.base import OfficialInline, column
from portal.desk.forms import OfficialForm
from portal.desk.rows.codelists import NAMES, SOURCE, SortedByReading
from portal.records.findings import Unread
from portal.records.registry import of_release
from portal.records.search_index import in_both
from portal.services.models import Guide, GuideAnswer, GuideNode, Service

SUMMARY = in_both("summary")
OF_SOURCE = (SOURCE[0], {"fields": (*SOURCE[1]["fields"], "reviewed_on")})


@admin.register(Service)
class ServiceAdmin(SortedByReading):
    list_display = ("name", "sector", "department", "reviewed_on", "is_public")
    list_filter = ("is_public", "sector", "department")
    search_fields = ("code", *NAMES, "pinyin", "aliases", *SUMMARY)
    autocomplete_fields = ("areas", "facilities", "standard", "release")
    fieldsets = (
        (None, {"fields": ("code", *NAMES, *SUMMARY, "aliases", "is_public")}),
        (_("Department and area"), {"fields": ("department", "sector", "areas")}),
        (_("Who may, and what to bring"), {"fields": (*in_both("audience"), *in_both("documents"))}),
        (
            _("Where, when and how"),
            {"fields": ("facilities", "phone", *in_both("hours"), *in_both("application"), "online")},
        ),
        (
            _("Time, fee and law"),
            {
                "fields": (
                    *in_both("promise"),
                    "promised_days",
                    *in_both("fee"),
                    *in_both("law"),
                    "law_address",
                )
            },
        ),
        (
            _("Figures, and where it leads"),
            {"fields": ("standard", "counts", "next_services", "next_guides")},
        ),
        OF_SOURCE,
    )

    name = column(_("name"), lambda service: service.name, ordering="pinyin")


class GuideForm(OfficialForm):
    """The nodes and answers on the page of a guide are entered with it, so that only the database sees the whole."""

    def beside(self, model: type[Model]) -> object:
        if model in {GuideNode, GuideAnswer} and any(
            f"{name}-TOTAL_FORMS" in self.data for name in ("nodes", "answers")
        ):
            raise Unread(model._meta.model_name)
        return of_release([self.instance])(model)


class NodeInline(OfficialInline, admin.StackedInline):
    model = GuideNode
    fields = (
        ("code", "kind", "next"),
        *(in_both("title"), in_both("text")),
        ("facilities", "services"),
        ("address", *in_both("address_label")),
        ("release", "section", "paragraph", "reviewed_on"),
    )


class AnswerInline(OfficialInline, admin.TabularInline):
    model = GuideAnswer
    fields = ("node", "order", "text_zh", "text_en", "leads_to")


@admin.register(Guide)
class GuideAdmin(SortedByReading):
    form = GuideForm
    list_display = ("name", "sector", "department", "reviewed_on", "is_public")
    list_filter = ("is_public", "sector", "department")
    search_fields = ("code", *NAMES, "pinyin", "aliases", *SUMMARY)
    autocomplete_fields = ("release",)
    inlines = (NodeInline, AnswerInline)
    fieldsets = (
        (None, {"fields": ("code", *NAMES, *SUMMARY, "start", "aliases", "is_public")}),
        (_("Whose"), {"fields": ("department", "sector")}),
        OF_SOURCE,
    )

    name = column(_("name"), lambda guide: guide.name, ordering="pinyin")

    @staticmethod
    def link(guide: Guide) -> tuple[str, str]:
        """The preview of what is stored."""
        return _("Preview"), reverse("admin:portal_guide_preview", args=[guide.pk])
