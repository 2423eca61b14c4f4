"""Why it happens and what to do: five whys as a tree with evidence, countermeasures that are judged, what could be removed."""
