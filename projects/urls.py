"""URLs of housing and other projects."""

from django.urls import path

from projects.feeds import CategoryFeed, ProgrammeFeed, ProjectFeed
from projects.pages import ProgrammeList, ProjectsPage, micro_page, programme_page, project_page

app_name = "projects"
urlpatterns = [
    path("", ProjectsPage.as_view(), name="sector"),
    path("programmes/", ProgrammeList.as_view(), name="programme-list"),
    path("programmes/<slug:code>/", programme_page, name="programme"),
    path("programmes/<slug:code>/feed/", ProgrammeFeed(), name="programme-feed"),
    path("categories/<slug:code>/feed/", CategoryFeed(), name="category-feed"),
    path("micro/", micro_page, name="micro"),
    path("<slug:code>/", project_page, name="project"),
    path("<slug:code>/feed/", ProjectFeed(), name="project-feed"),
]
