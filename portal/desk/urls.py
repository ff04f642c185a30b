"""The pages of the desk below /admin/, beside the lists and forms of rows. Names are in the namespace `admin`."""

from django.urls import URLPattern, include, path
from django.views.generic import RedirectView

from portal.desk import corrections, drafts, preview_links, return_sheet
from portal.desk.acts.act import Act, contribution_act, release_act
from portal.desk.acts.contributions import ASK, CONTRIBUTION_ACTS
from portal.desk.acts.releases import RELEASE_ACTS
from portal.desk.acts.review import as_public
from portal.desk.audit import views as audit
from portal.desk.guide_preview import guide_preview
from portal.desk.opening import opening
from portal.desk.subscriptions import subscriptions
from portal.desk.workbooks import views as workbooks


def workbook_urls(page: str, download: str, job: str) -> list[URLPattern]:
    """The pages of workbooks, of one release or for a new one, under their names."""
    return [
        path("", workbooks.workbook, name=f"portal_release_{page}"),
        path("<str:form>/", workbooks.download, name=f"portal_release_{download}"),
        path("jobs/<int:job>/", workbooks.job, name=f"portal_release_{job}"),
        path("jobs/<int:job>/status/", workbooks.status, name=f"portal_release_{job}_status"),
    ]


def contribution_urls(route: str, act: Act) -> list[URLPattern]:
    """The page of an act on contributions, and its former address."""
    name = f"portal_release_contribution_{act.name}"
    moved = RedirectView.as_view(pattern_name=f"admin:{name}", permanent=True)
    return [
        path(f"contributions/{route}{act.name}/", contribution_act, {"act": act}, name=name),
        path(f"parts/{route}{act.name}/", moved),
    ]


return_sheet_urls = [
    path("", return_sheet.return_sheet, name="portal_release_return"),
    path("check/", return_sheet.return_check, name="portal_release_return_check"),
    path("series/", return_sheet.return_series, name="portal_release_return_series"),
]

release_urls = [
    *(
        path(f"{act.name}/", release_act, {"act": act}, name=f"portal_release_{act.name}")
        for act in RELEASE_ACTS
    ),
    *contribution_urls("", ASK),
    *(url for act in CONTRIBUTION_ACTS for url in contribution_urls("<int:contribution>/", act)),
    path("as-public/", as_public, name="portal_release_as_public"),
    path("previews/", preview_links.previews, name="portal_release_previews"),
    path("previews/<int:number>/revoke/", preview_links.revoke, name="portal_release_revoke"),
    path("return-sheet/<int:department>/", include(return_sheet_urls)),
    path("workbook/", include(workbook_urls("workbook", "filled", "job"))),
]

urlpatterns = [
    path("drafts/", drafts.drafts, name="drafts"),
    path("trail/", audit.trail, name="trail"),
    path("trail.csv", audit.trail_file, {"kind": "csv"}, name="trail_csv"),
    path("trail.xlsx", audit.trail_file, {"kind": "xlsx"}, name="trail_xlsx"),
    path("notices/", subscriptions, name="subscriptions"),
    path("opening/", opening, name="opening"),
    path("correct/", corrections.correct, name="correct"),
    path("portal/guide/<int:pk>/preview/", guide_preview, name="portal_guide_preview"),
    path("portal/release/workbook/", include(workbook_urls("workbooks", "template", "new_job"))),
    path("portal/release/<int:pk>/", include(release_urls)),
]
