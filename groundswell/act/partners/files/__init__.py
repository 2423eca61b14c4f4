"""Files on a board: what they are by their content, where they lie, who put and who takes them."""
