"""Keeps what was synced, thought and decided; the only place that knows SQL. Hands out domain values, never rows."""
