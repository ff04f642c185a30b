"""What officials work in for programmes and projects, one subject a file. Django finds it by its name."""

from projects.admin import categories, records, states, undertakings  # noqa: F401 - each registers its models
