"""Details that join subjects: everything public about one thing at a moment, read by its page and its JSON alike."""
