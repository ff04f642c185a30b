"""`python -m portal.launch`: the former name of `portal.runserver`, which service files may still have."""

import runpy

if __name__ == "__main__":
    runpy.run_module("portal.runserver", run_name="__main__", alter_sys=True)
