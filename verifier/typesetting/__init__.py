"""Sets PDFs with the fonts that come with the product."""
