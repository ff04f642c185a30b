"""Programmes and projects in the JSON interface, with CSV and XLSX versions."""
