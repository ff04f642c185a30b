"""Charts, drawn on the server as SVG.

`choice` decides which chart, if any, suits the figures; one module for each kind draws it into a frame;
`templates/components/chart.html` shows it with its sentence, legend and table. Only `figures`, which loads the data for
pages, queries the database.
"""
