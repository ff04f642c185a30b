"""Releases as workbooks: download, upload, preview, load."""
