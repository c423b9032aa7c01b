"""Warmline: which ticket needs a hand-up, why, to whom, and with which brief."""

__version__ = "0.1.0"
