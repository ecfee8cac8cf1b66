"""The commands that need no service, one per file; `verifier.cli` is the list of them."""
