"""A Report as JSON, HTML, and the office's papers."""
