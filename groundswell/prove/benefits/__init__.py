"""What initiatives promised and what they brought."""
