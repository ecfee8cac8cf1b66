"""Signatures (签名): slots, ink, handwritten or printed, handwritten dates."""
