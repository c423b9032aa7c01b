"""The language models' tests."""
