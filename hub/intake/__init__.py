"""The way in: verify, open, validate, admit, deduplicate, find the child, file; all of a batch in one transaction."""
