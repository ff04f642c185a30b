"""“Correct this”: from one figure or record that is public to a correction release that begins with it, in one step.

The public pages are the same for everybody, so their link cannot know who follows it. Here it parts: officials find
the form (after signing in), residents whom to tell.
"""

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.desk.acts.act import ReasonsForm
from portal.desk.pages import back, desk_view, key_of
from portal.publishing import permissions
from portal.publishing.actions import releases
from portal.publishing.models import Release, ReleasedRecord
from portal.publishing.summaries import correctable
from portal.records.errors import Invalid, Refused
from portal.records.registry import access_of
from portal.site.about import contact
from portal.staff.audit import acting
from portal.staff.models import User
from portal.statistics.models import Observation

FIGURE = "figure"


def correct(request: HttpRequest) -> HttpResponse:
    """The way to a correction for officials; for everybody else, whom to tell."""
    if request.user.is_active and request.user.is_staff:
        return correct_record(request)
    context = {"contact": contact(request.moment.at), "next": request.get_full_path()}
    return TemplateResponse(request, "desk/correct_door.html", context)


@desk_view
def correct_record(request: HttpRequest) -> HttpResponse:
    """Ask for the reason, then open the correction and show the copy to be changed."""
    record = asked_for(request)
    if record.superseded_by(timezone.now()):
        return HttpResponseRedirect(f"{reverse('admin:correct')}?{name_of(record)}={in_force(record).pk}")
    if not can_correct(request.user, record):
        raise PermissionDenied
    form = ReasonsForm(request.POST or None, subject=record.release, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            return HttpResponseRedirect(address_of(open_correction(request, record, form)))
        except Invalid as refusal:
            form.add_error(None, str(refusal))
        except Refused as refusal:
            return back(request, address_of(record), str(refusal), messages.ERROR)
    context = {
        "title": _("Correct this"),
        "subtitle": str(record),
        "form": form,
        "release": record.release,
        "begun": begun(record),
        "can_withdraw": request.user.reviews_for(record.release.department_id),
    }
    return TemplateResponse(request, "desk/correct_record.html", context)


def asked_for(request: HttpRequest) -> ReleasedRecord:
    """The public record that the address names; 404 for any other, and where no version of it is in force any more."""
    models = {FIGURE: Observation, **{kind.name: kind.model for kind in correctable()}}
    for name, model in models.items():
        key = key_of(request.GET.get(name, ""))
        if key is not None:
            public = model.objects.released(timezone.now()).select_related("release__department", "section")
            record = public.filter(pk=key).first()
            if record is not None and in_force(record) is not None:
                return record
    raise Http404


def in_force(record: ReleasedRecord) -> ReleasedRecord | None:
    """The version of it that is in force: links stand on pages as they were, too."""
    now = timezone.now()
    if not record.superseded_by(now):
        return record
    same = {name: getattr(record, name) for name in record.version_key}
    return type(record).objects.known_at(now).filter(**same).first() if same else None


def open_correction(request: HttpRequest, record: ReleasedRecord, form: ReasonsForm) -> ReleasedRecord:
    """The copy of the record in its new correction."""
    with acting(request.user, action="correct", door="form", release=record.release):
        correction = releases.start_correction(
            release=record.release, by=request.user, records=[record], **form.cleaned_data
        )
    copied = type(record).objects.get(release=correction)
    if permissions.can_edit(request.user, copied):
        told = _("A correction is opened as a draft. Change the figure here, then submit the correction.")
    else:
        told = _("A correction is opened as a draft. The department whose figure it is changes it.")
    messages.success(request, told)
    return copied


def can_correct(user: User | AnonymousUser, record: object) -> bool:
    """Whether the official may open a correction of the record: it is in force, and theirs or of their release."""
    if not (isinstance(record, ReleasedRecord) and record.version_key and access_of(type(record)).edited):
        return False
    now = timezone.now()
    return record.is_known_at(now) and (
        permissions.belongs_to(user, record.release) or permissions.belongs_to(user, record)
    )


def begun(record: ReleasedRecord) -> ReleasedRecord | None:
    """The same thing in a correction that is being written already."""
    same = {name: getattr(record, name) for name in record.version_key}
    drafts = Release.objects.editable().filter(corrects=record.release_id)
    return type(record).objects.filter(release__in=drafts, **same).first()


def address_of(record: ReleasedRecord) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def correct_address(user: User, record: object) -> str:
    """Where the official corrects the record; empty if they may not."""
    if not can_correct(user, record):
        return ""
    return f"{reverse('admin:correct')}?{name_of(record)}={record.pk}"


def name_of(record: ReleasedRecord) -> str:
    """What the address calls that kind of record."""
    return FIGURE if isinstance(record, Observation) else record._meta.model_name
