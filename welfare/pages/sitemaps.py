"""Addresses of welfare for search engines."""

from django.db.models import QuerySet
from django.utils import timezone

from portal.web.sitemaps import BilingualSitemap
from welfare.models import Scheme


class WelfarePages(BilingualSitemap):
    def items(self) -> list[str]:
        return ["welfare:eligibility", "welfare:scheme-list", "welfare:cards"]

    def location(self, name: str) -> str:
        return self.page(name)


class Schemes(BilingualSitemap):
    def items(self) -> QuerySet:
        return Scheme.objects.released(timezone.now()).order_by("code")

    def location(self, scheme: Scheme) -> str:
        return self.page("welfare:scheme", scheme.code)


SITEMAPS = [("welfare-pages", WelfarePages), ("schemes", Schemes)]
