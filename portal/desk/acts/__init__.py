"""What officials do with a release or a contribution, by buttons."""
