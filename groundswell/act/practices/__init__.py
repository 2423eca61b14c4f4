"""A good idea of one team becomes a card that other teams take up."""
