"""Two opportunities that turn out to be the same problem become one, and come apart again where that was wrong."""
