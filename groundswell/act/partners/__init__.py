"""The partners' room: agencies work with us on one initiative, and see what is shared there and nothing else."""
