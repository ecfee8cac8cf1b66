"""Parts of the benchmark of the copied ratio."""
