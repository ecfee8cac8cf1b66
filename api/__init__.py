"""HTTP and people: the Flask application, its resources, and the console script."""
