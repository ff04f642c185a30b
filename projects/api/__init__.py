"""The app's nouns in the JSON interface, with their CSV and XLSX twins."""
