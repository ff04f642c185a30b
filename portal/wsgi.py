"""The WSGI application that granian serves."""

import os

from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")


class Utf8Request(WSGIRequest):
    """A request whose query string is UTF-8, whatever charset its Content-Type claims.

    Django would decode it by the claimed charset as soon as the request is created: a charset such as “hex” is then an
    error that no middleware can handle. Django itself accepts only UTF-8 in forms.
    """

    def _set_content_type_params(self, meta: dict) -> None:
        kind, *parameters = meta.get("CONTENT_TYPE", "").split(";")
        kept = [one for one in parameters if not one.strip().lower().startswith("charset")]
        super()._set_content_type_params({**meta, "CONTENT_TYPE": ";".join([kind, *kept])})


django_application = get_wsgi_application()
django_application.request_class = Utf8Request

from portal.web.front import Front  # noqa: E402 - needs Django set up

application = Front(django_application)
