"""The desk: the pages of officials under /admin/."""
