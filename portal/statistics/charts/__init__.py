"""Charts, drawn on the server as SVG.

`figures` loads the figures and decides which chart, if any, suits them; one module for each kind draws it into a frame;
`templates/components/chart.html` shows it with its sentence, legend and table.
"""
