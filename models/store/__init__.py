"""How the vocabulary is kept: tables, repositories, blobs, migrations."""
