"""What all tests share, and tests of the house itself."""
