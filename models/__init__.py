"""Data models: the vocabulary that the service talks about and remembers. Never network weights."""
