"""Request Tracker 5, spoken to over its REST 2.0 interface."""
