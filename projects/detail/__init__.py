"""The detail of a project or programme: `project` loads it; the other modules hold its parts."""
