"""Every page of the desk below /admin/, beside lists and forms of rows. Names stand in the namespace `admin`."""

from django.urls import URLPattern, include, path

from portal.desk import corrections, preview_links, return_sheet, subscriptions
from portal.desk.acts.act import contribution_act, release_act
from portal.desk.acts.contributions import ASK, CONTRIBUTION_ACTS
from portal.desk.acts.releases import RELEASE_ACTS
from portal.desk.acts.review import as_public
from portal.desk.audit import views as audit
from portal.desk.workbooks import views as workbooks


def workbook_urls(page: str, download: str, job: str) -> list[URLPattern]:
    """The pages of workbooks, of one release or for a new one, under their names."""
    return [
        path("", workbooks.workbook, name=f"portal_release_{page}"),
        path("<str:form>/", workbooks.download, name=f"portal_release_{download}"),
        path("jobs/<int:job>/", workbooks.job, name=f"portal_release_{job}"),
        path("jobs/<int:job>/status/", workbooks.status, name=f"portal_release_{job}_status"),
    ]


release_urls = [
    *[
        path(f"{act.name}/", release_act, {"act": act}, name=f"portal_release_{act.name}")
        for act in RELEASE_ACTS
    ],
    path("parts/ask/", contribution_act, {"act": ASK}, name="portal_release_part_ask"),
    *[
        path(
            f"parts/<int:part>/{act.name}/",
            contribution_act,
            {"act": act},
            name=f"portal_release_part_{act.name}",
        )
        for act in CONTRIBUTION_ACTS
    ],
    path("as-public/", as_public, name="portal_release_as_public"),
    path("previews/", preview_links.previews, name="portal_release_previews"),
    path("previews/<int:number>/revoke/", preview_links.revoke, name="portal_release_revoke"),
    path("return-sheet/<int:department>/", return_sheet.return_sheet, name="portal_release_return"),
    path(
        "return-sheet/<int:department>/check/", return_sheet.return_check, name="portal_release_return_check"
    ),
    path(
        "return-sheet/<int:department>/series/",
        return_sheet.return_series,
        name="portal_release_return_series",
    ),
    path("workbook/", include(workbook_urls("workbook", "filled", "job"))),
]

urlpatterns = [
    path("trail/", audit.trail, name="trail"),
    path("trail.csv", audit.trail_file, {"kind": "csv"}, name="trail_csv"),
    path("trail.xlsx", audit.trail_file, {"kind": "xlsx"}, name="trail_xlsx"),
    path("notices/", subscriptions.notices, name="notices"),
    path("correct/", corrections.correct, name="correct"),
    path("portal/release/workbook/", include(workbook_urls("workbooks", "template", "new_job"))),
    path("portal/release/<int:pk>/", include(release_urls)),
]
