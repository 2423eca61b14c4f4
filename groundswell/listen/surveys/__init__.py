"""Questions we ask, the versions they were given in, and who was invited."""
