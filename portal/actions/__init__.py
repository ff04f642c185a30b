"""What officials do: each a keyword-only function, one transaction, called by form, workbook and command alike."""
