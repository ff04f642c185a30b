"""Release workbooks: the exchange format of releases, codelists and content.

`portal.records.sheets` declares sheets, `portal.records.columns` their cells. `reading` reads both file formats, the
untrusted .xlsx with `xlsx`; `comparing` finds what they change, with the codes and rights that `lookup` knows; `report`
puts it into words and `actions` loads it. `writing` and `xlsx_writing` export.
"""
