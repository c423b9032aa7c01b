"""What Warmline is about, in plain Python: no clock, no files, no network."""
