"""One function a document type; each returns its clean pages, before a scanner touches them."""
