"""The public, read-only JSON interface: the endpoints under /api/v1/, with CSV and XLSX versions."""
