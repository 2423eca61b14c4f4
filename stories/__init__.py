"""The loop walked across floors, as its users walk it."""
