"""What officials work in for programmes and projects, one subject a file. Django finds it by its name.

The index of the admin lists the models in the order of these lines.
"""

# ruff: noqa: F401, I001 - each registers its models
from projects.admin import undertakings
from projects.admin import records
from projects.admin.desk import DESK_BLOCKS, DESK_URLS
