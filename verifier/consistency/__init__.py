"""Do the documents of one application tell one story? Asked under every notice; what is odd is a lead for a person."""
