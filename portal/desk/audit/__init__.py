"""The audit trail, as a whole and of one row."""
