"""Whole applications under each notice, and a switch for each of its requirements that a fault can be planted under."""
