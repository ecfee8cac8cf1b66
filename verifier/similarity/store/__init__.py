"""The corpus on disk: SQLite says what there is, immutable segments hold texts and postings."""
