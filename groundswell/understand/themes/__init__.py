"""What customers talk about: themes are records that people edit, not cluster numbers."""
