"""Units in a tree, the people in them, and the hours in which they work."""
