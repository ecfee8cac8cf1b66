"""What scanners, copiers and phones do to a drawn page, with the truth kept true. `capture.KINDS` names all."""
