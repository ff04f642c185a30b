"""Projects in the admin: lists and forms, the progress grid, workbooks for many projects, the start page.

The index of the admin lists the models in the order of the first two lines.
"""

# ruff: noqa: F401, I001 - each registers its models
from projects.admin import undertakings
from projects.admin import records
from projects.admin.desk import DESK_BLOCKS, DESK_URLS
