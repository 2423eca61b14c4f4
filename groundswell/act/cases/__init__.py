"""The inner loop: our promise to get back to one customer."""
