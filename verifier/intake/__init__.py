"""Untrusted bytes become a Document with pictures: sniffed by content, parsed in a child that may break alone."""
