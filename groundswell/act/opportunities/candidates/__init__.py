"""What may be worth a place in the register, from four sources; nothing enters by itself."""
