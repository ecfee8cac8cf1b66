"""A page's picture becomes lines of text: OCR engines behind one protocol, and how readable the page is."""
