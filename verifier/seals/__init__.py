"""Seals (印章): find, unwrap, read, and match with an organisation's name."""
