"""Tables as files: written as they are read, and harmless in a spreadsheet program."""
