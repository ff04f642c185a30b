"""Release workbooks: the exchange format of releases, codelists and content.

`portal.records.sheets` declares sheets, `columns` and `references` their cells. `reading` reads both file formats, with
`xlsx` and `csv_folder`; `tables`, `validating` and `changeset` compare the result with the database; `writing` writes
both formats.
"""
