"""What the page of a project or programme shows of it, one subject a file; `gathering` puts them together."""
