"""The decisions: open, read, look, judge, report. Knows no HTTP, no queue, no database."""
