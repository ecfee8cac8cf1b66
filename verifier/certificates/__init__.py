"""Document types: how to recognise each, its fields and checks; QR codes; tables."""
