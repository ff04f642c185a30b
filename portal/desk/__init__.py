"""The desk: everything that officials work with, in one site under /admin/."""
