"""The page of progress, for tests of what it shows, saves and refuses."""

from django.test import Client
from django.urls import reverse

from portal.publishing.models import Release
from projects.models import Undertaking
from tests.projects.world import make_item, make_project, make_report
from tests.world import make_release, publish

NOVEMBER = "2022-11-30"
NOTES = {"row--note_zh": "返工", "row--note_en": "Done anew"}


def make_reported() -> Undertaking:
    """A project of which June reported the whole and a work item."""
    project, june = make_project("ring"), make_release("june")
    make_item(june, project, "road", planned_quantity=1000)
    make_report(june, project, "implementation", percent=60)
    make_report(june, project, work_item="road", quantity=500, qualifier="about")
    publish(june, "2022-06-17")
    return project


def page(
    project: Undertaking, release: Release | None = None, as_at: str = NOVEMBER, name: str = "project"
) -> str:
    query = {"release": release.pk, "as_at": as_at} if release else None
    return reverse(f"admin:projects_{name}_progress", args=[project.pk], query=query)


def filled(client: Client, where: str, **boxes: str) -> dict[str, str]:
    """What a browser would send: everything that the page holds, with some boxes filled."""
    sheet = client.get(where).context["sheet"]
    forms = [*sheet.rows, *sheet.items]
    held = {field.html_name: str(field.value() or "") for form in forms for field in form}
    return held | boxes


def said(response) -> dict[str, list[str]]:
    """The errors of the rows by field."""
    sheet = response.context["sheet"]
    return {
        f"{form.prefix}-{name}": list(words)
        for form in (*sheet.rows, *sheet.items)
        for name, words in form.errors.items()
    }
