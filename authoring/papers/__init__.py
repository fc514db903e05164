"""One module a family of papers."""
