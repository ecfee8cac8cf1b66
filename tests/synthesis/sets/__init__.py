"""Labelled sets on the disk: pages, applications, cut-out seals and signatures, drawn on every core."""
