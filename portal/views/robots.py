"""`/robots.txt`: everything but the admin, past moments and searches."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

RULES = "User-agent: *\nDisallow: {admin}\nDisallow: {search}\nDisallow: /*as_of=\n\nSitemap: {sitemap}\n"


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    text = RULES.format(
        admin=reverse("admin:index"),
        search=reverse("search"),
        sitemap=request.build_absolute_uri(reverse("sitemap")),
    )
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
