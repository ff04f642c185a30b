"""The JSON interface: the nouns of the pages under /api/v1/, with CSV and XLSX twins. Read only, open to everybody."""
