"""Did it work? Only ever answered beside units that did not do it."""
