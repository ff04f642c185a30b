"""The list of facilities."""

from django.db.models import QuerySet
from django.http import HttpRequest

from portal.facilities.filters import FacilityFilter
from portal.facilities.models import Facility
from portal.web.lists import ListPage


class FacilityList(ListPage):
    template_name = "facilities/list.html"
    noun = "facilities"
    filterset_class = FacilityFilter

    def rows(self, request: HttpRequest) -> QuerySet:
        return Facility.objects.public(request.moment.at).for_list().reachable_first()
