"""A browser's own field for a day reads a day only as ISO writes it: anything else it shows as empty."""

DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]
