"""What officials do with a release or a contribution, each by a button."""
