"""Spoken and typed conversations: hotline notes, scores by keypad, transcripts of calls and chats."""
