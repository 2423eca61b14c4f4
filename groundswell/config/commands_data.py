"""Commands that read and write voices and figures."""
