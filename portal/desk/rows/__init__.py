"""Lists and forms of rows in the admin, one subject a file."""

# ruff: noqa: F401 - each registers its models
from portal.desk.rows import codelists, commitments, indicators, observations, officials, releases, services
