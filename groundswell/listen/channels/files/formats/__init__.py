"""The files of other tools: each format is a small module, and one line in the registry."""
