"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from portal.web.requests import Utf8Request

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

application = get_wsgi_application()
application.request_class = Utf8Request
