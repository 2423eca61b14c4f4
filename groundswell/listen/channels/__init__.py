"""The ways in and out: each channel turns its own form into our signals and our words into its messages."""
