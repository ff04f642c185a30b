"""The questions of journalists across releases, as a page."""

from django.db.models import QuerySet
from django.http import HttpRequest

from portal.publishing.filters import QuestionFilter
from portal.site.api import QuestionList
from portal.web.lists import FEW, ListPage


class QuestionPage(ListPage):
    template_name = "releases/questions.html"
    noun = "questions"
    filterset_class = QuestionFilter
    per_page = FEW

    def rows(self, request: HttpRequest) -> QuerySet:
        return QuestionList.keyset.ordered(QuestionList().rows(request.moment.at))
