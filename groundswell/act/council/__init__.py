"""Who decides, with which rights, and what was decided why."""
