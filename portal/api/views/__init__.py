"""The endpoints, one subject a file. Each list sets the QuerySet word and the FilterSet of its page."""
