"""One kind of requirement per file; the readable list of all of them."""
