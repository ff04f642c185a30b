"""Formats of dates where Django's own for a language do not suit."""
