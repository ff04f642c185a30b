"""Pages of housing and other projects, one subject a file."""
