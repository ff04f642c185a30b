"""What a request enters of our own code: files, functions and templates, and how many queries it asks.

    python tools/walks.py [NAME …] [--files]

A throw-away PostgreSQL holds the shipped data. Each request is made twice and rolled back; the second one counts.
"""

import argparse
import contextlib
import io
import logging
import sys
from collections.abc import Callable
from pathlib import Path

from bench import ROOT, cluster

OWN = tuple(f"{path.parent}/" for path in ROOT.glob("*/apps.py"))
PAGES = {
    "observations": "/api/v1/observations?indicator=old-estates-renovated",
    "indicator": "/indicators/old-estates-renovated/",
    "project": "/projects/tongyi-south-road-fenglin-jiangjiazhai-landscape/",
}


def request(name: str) -> Callable[[], object]:
    """Get everything ready for the request of that name, which is then made by a call."""
    from django.test import Client, override_settings
    from django.urls import reverse

    from portal.publishing.actions import releases
    from tests.desk import test_return_sheet as sheets
    from tests.desk import uploads as workbooks
    from tests.world import make_figure, make_indicator, make_release, make_series, make_user

    client = Client()
    if name in PAGES:
        return lambda: client.get(PAGES[name])
    if name == "cached":
        in_memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
        override_settings(CACHES={"default": in_memory, "pages": in_memory}).enable()
        client.get(PAGES["indicator"])
        return lambda: client.get(PAGES["indicator"])
    editor = make_user("walker", "walking", "editor")
    texts = {"kind": "statistical_return", "summary_zh": "摘要", "summary_en": "Summary"}
    draft = make_release("walk", by=editor, department="walking", **texts)
    indicator = make_indicator("walked", department="walking", basis="point")
    client.force_login(editor)
    if name == "sheet":
        boxes = sheets.boxes(make_series(indicator), "7")
        return lambda: client.post(sheets.sheet(draft, "walking"), boxes)
    make_figure(draft, indicator, 5, as_printed="5")
    if name == "workbook":
        content = workbooks.changed(draft, "5", "6")
        return lambda: workbooks.upload(client, workbooks.page(draft), content, "walk.zip")
    waiting = releases.submit(release=draft, by=editor)
    client.force_login(make_user("judge", "walking", "reviewer"))
    form = {"seen": waiting.submitted_at.isoformat(), "when": "now", "confirmed": "1"}
    return lambda: client.post(reverse("admin:portal_release_approve", args=[draft.pk]), form)


def walk(name: str) -> tuple[list[str], int, int, int]:
    """The files that the request enters; the numbers of functions, templates and queries."""
    from django.db import connection, transaction
    from django.test.signals import template_rendered
    from django.test.utils import CaptureQueriesContext

    entered, rendered = set(), set()

    def enter(frame: object, event: str, _argument: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(OWN):
            entered.add(frame.f_code)

    def render(template: object, **_kwargs: object) -> None:
        rendered.add(template.name)

    with transaction.atomic():
        make = request(name)
        template_rendered.connect(render)
        with CaptureQueriesContext(connection) as queries:
            sys.setprofile(enter)
            response = make()
            sys.setprofile(None)
        transaction.set_rollback(True)
    if response.status_code != (302 if name in {"approve", "sheet"} else 200):
        sys.exit(f"walks: {name} answered {response.status_code}")
    files = {code.co_filename.removeprefix(f"{ROOT}/") for code in entered}
    return sorted(files), len(entered), len(rendered), len(queries)


def main() -> None:
    import django

    parser = argparse.ArgumentParser(description="Own files, functions, templates and queries of requests.")
    parser.add_argument(
        "names", nargs="*", metavar="NAME", default=[*PAGES, "approve", "sheet", "workbook", "cached"]
    )
    parser.add_argument("--files", action="store_true", help="list the files too")
    options = parser.parse_args()
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    setup_test_environment()
    logging.disable()
    # The cached page comes last, since it turns the page cache on.
    with cluster() as socket, contextlib.redirect_stdout(io.StringIO()):
        settings.DATABASES["default"] |= {"HOST": socket, "NAME": "postgres"}
        settings.VAR = Path(socket).parent
        call_command("migrate", verbosity=0)
        call_command("load_seeds", verbosity=0)
        results = {name: (walk(name), walk(name))[1] for name in sorted(options.names, key="cached".__eq__)}
    print(f"{'':14}{'files':>7}{'functions':>11}{'templates':>11}{'queries':>9}")
    for name, (files, *numbers) in results.items():
        print("{:14}{:7}{:11}{:11}{:9}".format(name, len(files), *numbers))
        print("".join(f"    {file}\n" for file in files if options.files), end="")


if __name__ == "__main__":
    main()
