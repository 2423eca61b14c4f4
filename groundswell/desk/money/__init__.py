"""What customers bring in, by a page: what is known of it, and a file with more."""
