"""What customers agreed to elsewhere, by a page: what is known of it, and a file with more."""
