"""One document type per file: its fields as a readable specification."""
