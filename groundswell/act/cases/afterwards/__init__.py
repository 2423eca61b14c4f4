"""What became of customers after their case: asked again, and stayed or left."""
