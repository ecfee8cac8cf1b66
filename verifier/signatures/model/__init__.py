"""The learned half of the ink judge: weights (`ink.json`), the scripts that make them, and their card (`CARD.md`)."""
