"""Release workbooks: the exchange format of releases, codelists and content.

`portal.records.sheets` declares sheets, `columns` and `references` their cells. `reading` reads both file formats,
`xlsx` the untrusted one; `validating` and `changeset` compare the result with the database; `writing` and
`xlsx_writing` export.
"""
