"""Policy packs (one per committee and year) and their strict loader."""
