"""The return sheet: the figures of one department and one period, on one page."""
