"""What may be offered without asking, what was offered, and whose word was wanted."""
