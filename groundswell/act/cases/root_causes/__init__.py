"""Why it happened: the tree that is asked at the end of each case, shared with the outer loop."""
