"""The browser: Chromium as the system has it. Nothing here downloads one.

`python -m tests.browser.chromium` installs Debian's where there is none; `make test-browser` begins with it.
"""

import os
import shutil
import subprocess
import sys

NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"]
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
ONLY_THIS_MACHINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
MISSING = "No Chromium was found: `make test-browser` installs Debian's, or install one yourself."


def find() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def flags() -> list[str]:
    """Nothing of its own on the network, the same drawing everywhere; root may only run it unconfined."""
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return [*QUIET, ONLY_THIS_MACHINE, "--disable-gpu", *root]


def install() -> str | None:
    """Debian's package, as root or with a sudo that asks nothing; the program, or None where that cannot be."""
    apt = shutil.which("apt-get")
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if apt is None or (sudo and shutil.which("sudo") is None):
        return None
    for order in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
        subprocess.run(
            [*sudo, apt, *order],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )
    return find()


if __name__ == "__main__":
    if not (find() or install()):
        sys.exit(
            "The browser suite needs Chromium, and it could not be installed: run `apt-get install chromium`."
        )
