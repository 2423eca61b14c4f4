"""The team learns together, settles what it can and raises what it cannot."""
