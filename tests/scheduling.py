"""Which worker runs what: a file goes to one worker, all files of the browser to the same.

So there is one portal and one Chromium at a time, whose own processes keep the other cores busy enough.
"""

import pytest
from xdist.scheduler import LoadFileScheduling

BROWSER = "tests/browser/"


class OneBrowser(LoadFileScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return BROWSER if nodeid.startswith(BROWSER) else super()._split_scope(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadFileScheduling:
    return OneBrowser(config, log)
