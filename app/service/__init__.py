"""The use cases: what Warmline does for the people who use it, without a window and without a database's words."""
