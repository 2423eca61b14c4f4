"""What goes along with the score: themes, touchpoints and what operations measures, with how sure that is."""
