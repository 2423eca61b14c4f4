"""What goes along with the score, with how much certainty. A list of drivers is not a list of causes."""
