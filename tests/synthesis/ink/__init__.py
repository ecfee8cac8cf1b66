"""Stamps, handwriting and covers in their parts; the front doors are seals.py, handwriting.py and covers.py."""
