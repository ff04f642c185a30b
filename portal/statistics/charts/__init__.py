"""Charts drawn on the server as SVG: from figures to sentences and shapes, without a query.

`choice` decides which chart, if any, fits the figures; one module a kind draws it into a frame;
`templates/components/chart.html` shows it with its sentence, its key and its table. Nothing here reads the database
but `figures`, which gathers for pages.
"""
