"""`/robots.txt`: everything but the admin, past moments, searches, notices, previews and the pages of errors."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

RULES = """User-agent: *
Disallow: {admin}
Disallow: {search}
Disallow: /errors/
Disallow: /notices/
Disallow: /preview/
Disallow: /*as_of=

Sitemap: {sitemap}
"""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    text = RULES.format(
        admin=reverse("admin:index"),
        search=reverse("search"),
        sitemap=request.build_absolute_uri(reverse("sitemap")),
    )
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
