"""“Correct this”: from one public record to a draft correction that begins with it, in one step.

Public pages are the same for everybody, so their link leads officials and residents to the same address. Officials
find the form here, after signing in; residents find whom to contact.
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
from portal.desk.pages import back, change_address, desk_view, key_of
from portal.publishing import permissions
from portal.publishing.actions import releases
from portal.publishing.models import Release, ReleasedRecord
from portal.publishing.models.row_withdrawal import NEVER_ALONE
from portal.publishing.summaries import withdrawable
from portal.records.errors import Invalid, Refused
from portal.records.registry import access_of
from portal.site.about import contact
from portal.staff.audit import acting
from portal.staff.models import User
from portal.statistics.models import Observation

#: The name of observations in addresses; other records have the name of their model.
FIGURE = "figure"


def correct(request: HttpRequest) -> HttpResponse:
    """The form for officials; for everybody else, whom to contact."""
    if request.user.is_active and request.user.is_staff:
        return correct_record(request)
    context = {"contact": contact(request.moment.at), "next": request.get_full_path()}
    return TemplateResponse(request, "desk/correct_door.html", context)


@desk_view
def correct_record(request: HttpRequest) -> HttpResponse:
    """Ask for the reason, then open the correction and show the copy to change."""
    record = _record_or_404(request)
    if record.superseded_by(timezone.now()):
        return HttpResponseRedirect(_address(_in_force(record)))
    if not can_correct(request.user, record):
        raise PermissionDenied
    form = ReasonsForm(request.POST or None, subject=record.release, by=request.user)
    withdraw = "withdraw" in request.POST
    if request.method == "POST" and form.is_valid():
        try:
            with acting(request.user, action="correct", door="form", release=record.release):
                correction = releases.start_correction(
                    release=record.release,
                    by=request.user,
                    records=[record],
                    withdraw=withdraw,
                    **form.cleaned_data,
                )
        except Invalid as refusal:
            form.add_error(None, str(refusal))
        except Refused as refusal:
            return back(request, change_address(record), str(refusal), messages.ERROR)
        else:
            if withdraw:
                message = _("A draft correction that withdraws this row has been opened. Submit it.")
                if not request.user.edits_for(correction.department_id):
                    message = _(
                        "A draft correction that withdraws this row has been opened. The publishing department "
                        "submits it."
                    )
                return back(request, change_address(correction), message)
            copied = type(record).objects.get(release=correction)
            message = _("A draft correction has been opened. The department of the figure makes the change.")
            if permissions.can_edit(request.user, copied):
                message = _(
                    "A draft correction has been opened. Change the figure here, then submit the correction."
                )
            return back(request, change_address(copied), message)
    same = {name: getattr(record, name) for name in record.version_key} or {"pk": None}
    drafts = Release.objects.editable().filter(corrects=record.release_id)
    context = {
        "title": _("Correct this"),
        "subtitle": str(record),
        "form": form,
        "release": record.release,
        "begun": type(record).objects.filter(release__in=drafts, **same).first(),
        "has_versions": bool(record.version_key),
        "is_withdrawable": record._meta.db_table not in NEVER_ALONE,
        "can_withdraw": request.user.reviews_for(record.release.department_id),
    }
    return TemplateResponse(request, "desk/correct_record.html", context)


def _record_or_404(request: HttpRequest) -> ReleasedRecord:
    """The public record that the address names, if a version of it is in force."""
    models = {FIGURE: Observation, **{kind.name: kind.model for kind in withdrawable()}}
    for name, model in models.items():
        key = key_of(request.GET.get(name, ""))
        if key is not None:
            public = model.objects.released(timezone.now()).select_related("release__department", "section")
            record = public.filter(pk=key).first()
            if record is not None and _in_force(record) is not None:
                return record
    raise Http404


def _in_force(record: ReleasedRecord) -> ReleasedRecord | None:
    """The version in force. The link may be on a page as of an earlier time."""
    now = timezone.now()
    if not record.superseded_by(now):
        return record
    same = {name: getattr(record, name) for name in record.version_key}
    return type(record).objects.known_at(now).filter(**same).first() if same else None


def can_correct(user: User | AnonymousUser, record: object) -> bool:
    """Whether the official may correct the record: it is in force, and it or its release belongs to them."""
    if not (isinstance(record, ReleasedRecord) and access_of(type(record)).edited):
        return False
    if not record.is_known_at(timezone.now()):
        return False
    return permissions.belongs_to(user, record.release) or permissions.belongs_to(user, record)


def correct_address(user: User, record: object) -> str:
    """Where the official corrects the record; empty if they may not."""
    return _address(record) if can_correct(user, record) else ""


def _address(record: ReleasedRecord) -> str:
    name = FIGURE if isinstance(record, Observation) else record._meta.model_name
    return reverse("admin:correct", query={name: record.pk})
