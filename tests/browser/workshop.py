"""Settings of a portal for looking at what visitors should not meet: see `workshop_urls`."""

from portal.settings import *  # noqa: F403 - everything else is as it is

ROOT_URLCONF = "tests.browser.workshop_urls"
