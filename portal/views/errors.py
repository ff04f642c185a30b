"""The pages that say what went wrong, in the reader's language and with a way on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.filters import BadParameter


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A parameter that is unknown or has a bad value: names it and what is allowed. Other causes are not spelt out."""
    known = exception if isinstance(exception, BadParameter) else None
    context = {"message": known.message if known else "", "allowed": known.allowed if known else []}
    return render(request, "400.html", context, status=400)
