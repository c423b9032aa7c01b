"""The store, over an encrypted file and over a real PostgreSQL."""
