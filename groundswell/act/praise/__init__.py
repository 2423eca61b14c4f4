"""Praise travels: from a customer's words to the colleague, the team and its leaders; thank-you cards among colleagues."""
