"""Release workbooks: the one form in which releases, codelists and content travel.

`sheets` says what a sheet is, `columns` and `references` what its cells hold. `raw`, `xlsx` and `csv_folder` read both
forms; `tables`, `validating` and `plan` compare what was read with the database; `writing` writes both forms.
"""
