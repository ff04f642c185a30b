"""Notices: whoever follows something gets one e-mail for each release that touches it."""
