"""Date formats where Django's defaults do not fit."""
