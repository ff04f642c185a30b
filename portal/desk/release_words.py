"""A release as the desk shows it: its address, state and contents."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timeuntil
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.commitments.models import Commitment, CommitmentUpdate
from portal.publishing import permissions
from portal.publishing.models import Release
from portal.publishing.summaries import kinds
from portal.statistics.models import CheckResult, Observation


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
        and not release.has_contribution_of(request.user.department_id)
        and permissions.own(Release.objects.filter(pk=release.pk), request.user).exists()
    )
    models = (Observation, Commitment, CommitmentUpdate, *(kind.model for kind in kinds()), CheckResult)
    return [counted(request, release, model, writable=writable) for model in models]


def counted(request: HttpRequest, release: Release, model: type, *, writable: bool) -> dict:
    """How many records of a model the release holds, where to see them, and where to add one."""
    label, name = model._meta.app_label, model._meta.model_name
    can_add = writable and request.user.has_perm(f"{label}.add_{name}")
    return {
        "label": model._meta.verbose_name_plural,
        "count": permissions.for_user(model.objects.filter(release=release), request.user).count(),
        "list": f"{reverse(f'admin:{label}_{name}_changelist')}?release__id__exact={release.pk}",
        "add": f"{reverse(f'admin:{label}_{name}_add')}?release={release.pk}" if can_add else "",
    }
