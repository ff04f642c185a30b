"""Releases: written as drafts, then moved by acts, each a button of the page."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timesince import timeuntil
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from portal.commitments.models import Commitment, CommitmentUpdate
from portal.desk.acts.act import Act
from portal.desk.acts.calendar import standing_in_words
from portal.desk.acts.comments import comments_of
from portal.desk.acts.contributions import PartPages, contributions_of
from portal.desk.acts.releases import ACTS, REVIEW_PAGE, ActForm, acts_for
from portal.desk.acts.review import checklist_before_submitting, review_context
from portal.desk.audit.history import may_read_history
from portal.desk.base import OfficialAdmin
from portal.desk.db_errors import explain
from portal.desk.forms import OfficialForm
from portal.desk.preview_links import PreviewPages
from portal.desk.return_sheet.views import ReturnPages, sheets_for
from portal.desk.rows.sections import AttachmentInline, QuestionInline, SectionInline
from portal.desk.workbooks.views import WorkbookPages
from portal.publishing import permissions
from portal.publishing.actions.previews import may_give
from portal.publishing.models import Release
from portal.publishing.summaries import kinds
from portal.records.errors import Invalid, Refused
from portal.site.preview import release_as_public
from portal.staff.audit import acting
from portal.statistics.models import CheckResult, Observation

SIGNATURES = (
    "badge",
    "submitted_by",
    "submitted_at",
    "decided_by",
    "decided_at",
    "decision_reason",
    "released_at",
    "withdrawn_by",
    "withdrawn_at",
    "withdrawal_reason_zh",
    "withdrawal_reason_en",
)
CORRECTION = ("corrects", "reason_zh", "reason_en")


class ReleaseForm(OfficialForm):
    """A correction comes from the release that it corrects, not from here."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            kinds = [choice for choice in Release.Kind.choices if choice[0] != Release.Kind.CORRECTION]
            self.fields["kind"] = forms.ChoiceField(label=self.fields["kind"].label, choices=kinds)


@admin.register(Release)
class ReleaseAdmin(ReturnPages, PreviewPages, PartPages, WorkbookPages, OfficialAdmin):
    form = ReleaseForm
    change_list_template = "admin/portal/release/change_list.html"
    change_form_template = "admin/portal/release/change_form.html"
    list_display = ("title", "badge", "released_at", "kind", "department", "document_date")
    list_filter = (
        "state",
        "kind",
        ("department", RelatedOnlyFieldListFilter),
        "released_at",
    )
    list_select_related = ("department",)
    search_fields = ("slug", "title_zh", "title_en", "index_number")
    ordering = ("-id",)
    readonly_fields = (*SIGNATURES, "corrects")
    inlines = (SectionInline, QuestionInline, AttachmentInline)
    actions = None

    def get_fieldsets(self, request: HttpRequest, obj: Release | None = None) -> list:
        fieldsets = [
            (
                None,
                {
                    "fields": (
                        "kind",
                        "department",
                        "slug",
                        "title_zh",
                        "title_en",
                        "summary_zh",
                        "summary_en",
                    )
                },
            ),
            (
                _("Metadata of government information"),
                {
                    "fields": (
                        "index_number",
                        "disclosure",
                        ("issuing_body_zh", "issuing_body_en"),
                        ("category_zh", "category_en"),
                        "document_date",
                        ("validity", "expires_on"),
                    )
                },
            ),
            (
                _("Where it was first published"),
                {
                    "fields": (
                        ("published_on", "published_on_estimated"),
                        "source_document",
                        "note_zh",
                        "note_en",
                    )
                },
            ),
        ]
        if obj is not None and obj.kind == Release.Kind.CORRECTION:
            fieldsets.insert(1, (_("What it corrects and why"), {"fields": CORRECTION}))
        if obj is not None:
            fieldsets.append((_("State and signatures"), {"fields": self._signatures(obj)}))
        return fieldsets

    def _signatures(self, release: Release) -> tuple[str, ...]:
        """Those that are there to be read."""
        return ("badge", *(name for name in SIGNATURES[1:] if getattr(release, name)))

    def get_readonly_fields(self, request: HttpRequest, obj: Release | None = None) -> tuple[str, ...]:
        fixed = (
            ("kind", "department", "slug") if obj is not None and obj.kind == Release.Kind.CORRECTION else ()
        )
        return (*self.readonly_fields, *fixed)

    def get_inlines(self, request: HttpRequest, obj: Release | None) -> tuple:
        return self.inlines if obj is not None else ()

    def has_delete_permission(self, request: HttpRequest, obj: Release | None = None) -> bool:
        return False  # a draft is deleted by its act

    @admin.display(description=gettext_lazy("title"), ordering="title_zh")
    def title(self, release: Release) -> str:
        return release.title

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def badge(self, release: Release) -> str:
        state, text = state_now(release)
        return format_html('<span class="badge badge-{}">{}</span>', state, text)

    def render_change_form(self, request, context, *args, **kwargs) -> HttpResponse:
        release = kwargs.get("obj")
        if release is not None:
            now = timezone.now()
            context |= {
                "acts": acts_for(request.user, release, now),
                "state": state_now(release)[1],
                "previews": may_give(request.user, release),
                "announced": standing_in_words(release),
                "parts": parts_of(request, release),
                "contributions": contributions_of(request, release),
                "comments": comments_of(release) if may_read_history(request.user, release) else [],
                "checklist": checklist_before_submitting(release) if release.is_editable else [],
                "sheets": sheets_for(request.user, release),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list:
        acts = [
            path(
                f"<int:pk>/{act.name}/",
                self.admin_site.admin_view(self.act_view),
                {"act": act},
                name=f"portal_release_{act.name}",
            )
            for act in ACTS.values()
        ]
        seen = path(
            "<int:pk>/as-public/",
            self.admin_site.admin_view(self.as_public_view),
            name="portal_release_as_public",
        )
        return [*acts, seen, *super().get_urls()]

    def as_public_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The release as its readers will find it, for whoever may see it before."""
        release = self.get_queryset(request).filter(pk=pk).first()
        if release is None:
            raise Http404
        return TemplateResponse(request, "releases/as_public.html", release_as_public(release))

    def act_view(self, request: HttpRequest, pk: int, act: Act) -> HttpResponse:
        """Ask for what the act needs, then do it. 403 for whoever may not; a message where the state has moved on."""
        release = self.get_queryset(request).filter(pk=pk).first()
        if release is None:
            raise Http404
        if not act.may(request.user, release):
            raise PermissionDenied
        if request.method != "POST":
            return self._ask(request, act, release)
        form = act.form(request.POST, release=release, by=request.user)
        if not form.is_valid():
            return self._ask(request, act, release, form)
        return self._do(request, act, release, form)

    def _ask(
        self, request: HttpRequest, act: Act, release: Release, form: ActForm | None = None
    ) -> HttpResponse:
        if not act.is_open(release, timezone.now()):
            self.message_user(
                request, _("This can no longer be done: somebody else has acted."), messages.ERROR
            )
            return HttpResponseRedirect(change_address(release))
        if act.page is None or (form is None and act.page == REVIEW_PAGE and not act.shown):
            return HttpResponseNotAllowed(["POST"])
        form = form or act.form(release=release, by=request.user)
        context = self.admin_site.each_context(request) | {
            "title": act.label,
            "subtitle": str(release),
            "opts": self.opts,
            "act": act,
            "release": release,
            "form": form,
            "media": self.media,
        }
        if act.page == REVIEW_PAGE:
            context |= review_context(request, release, form) | {
                "parts": parts_of(request, release),
                "is_nav_sidebar_enabled": False,  # the page needs its room
            }
        return TemplateResponse(request, act.page, context)

    def _do(self, request: HttpRequest, act: Act, release: Release, form: ActForm) -> HttpResponse:
        try:
            with acting(request.user, action=act.name, door="form", release=release):
                following = form.act(request.user)
        except Invalid as refusal:
            if act.page is None:
                self.message_user(request, str(refusal), messages.ERROR)
                return HttpResponseRedirect(change_address(release))
            form.add_error(form.subject, str(refusal))
            return self._ask(request, act, release, form)
        except Refused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return HttpResponseRedirect(came_from(request) or change_address(release))
        except DatabaseError as error:
            self.message_user(request, explain(error), messages.ERROR)
            return HttpResponseRedirect(came_from(request) or change_address(release))
        self.message_user(request, form.done(following) or act.done, messages.SUCCESS)
        if following is None:
            return HttpResponseRedirect(reverse("admin:portal_release_changelist"))
        return HttpResponseRedirect(came_from(request) or change_address(following))


def came_from(request: HttpRequest) -> str:
    """The page of a row on which the act was done, to go back to; empty if it was done on the release's own."""
    there = request.POST.get("next", "")
    return there if url_has_allowed_host_and_scheme(there, allowed_hosts=None) else ""


def change_address(release: Release) -> str:
    return reverse("admin:portal_release_change", args=[release.pk])


def state_now(release: Release) -> tuple[str, str]:
    """Code and word of the state as readers meet it: what is approved is public, or will be."""
    if release.state != Release.State.APPROVED:
        return release.state, release.get_state_display()
    if release.is_public(timezone.now()):
        return "public", pgettext("state of a release", "public")
    return "embargo", embargo_text(release)


def embargo_text(release: Release) -> str:
    """When an approved release becomes public, and how long that is from now."""
    local = timezone.localtime(release.released_at)
    return _("public from %(time)s, in %(left)s") % {
        "time": date_format(local, "Y-m-d H:i"),
        "left": timeuntil(release.released_at),
    }


def parts_of(request: HttpRequest, release: Release) -> list[dict]:
    """What the release holds besides its sections: how many, where to see them, where to add one."""
    writable = (
        release.is_editable
        and not release.has_part_of(request.user.department_id)
        and permissions.own(Release.objects.filter(pk=release.pk), request.user).exists()
    )
    models = (Observation, Commitment, CommitmentUpdate, *(kind.model for kind in kinds()), CheckResult)
    return [counted(request, release, model, writable=writable) for model in models]


def counted(request: HttpRequest, release: Release, model: type, *, writable: bool) -> dict:
    """How many records of a model the release holds, where to see them, and where to add one."""
    label, name = model._meta.app_label, model._meta.model_name
    may_add = writable and request.user.has_perm(f"{label}.add_{name}")
    return {
        "label": model._meta.verbose_name_plural,
        "count": permissions.for_user(model.objects.filter(release=release), request.user).count(),
        "list": f"{reverse(f'admin:{label}_{name}_changelist')}?release__id__exact={release.pk}",
        "add": f"{reverse(f'admin:{label}_{name}_add')}?release={release.pk}" if may_add else "",
    }
