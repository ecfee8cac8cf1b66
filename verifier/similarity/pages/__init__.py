"""A comparison as something to read: a page with two panes, and a PDF."""
