"""Release workbooks: the exchange format of releases, codelists and content.

`portal.records.sheets` declares sheets, `columns` and `references` their cells. `reading` reads both file formats, the
untrusted .xlsx with `xlsx`; `comparing` finds what they change, `report` puts it into words, `actions` loads it;
`writing` and `xlsx_writing` export.
"""
