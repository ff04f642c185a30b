"""The project and its shared core. It imports no domain app; they import it."""
