"""Pure numbers and words in, numbers and words out: no database, no web framework, no clock."""
