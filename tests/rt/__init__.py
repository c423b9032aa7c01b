"""A real Request Tracker 5 on loopback, for tests."""
