"""Copied ratio (复制比): normalise, fingerprint, index, align, report."""
