"""Help desks: what customers say when a ticket or a conversation ends. Smileys and thumbs are ratings."""
