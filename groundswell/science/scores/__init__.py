"""The scores customers and employees give, as tallies that add up from team to company."""
