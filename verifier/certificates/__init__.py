"""Document types (材料类型): how to recognise each, its fields, its tables and codes; phrases and checksums."""
