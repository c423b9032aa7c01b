"""Conditions of rules: how they are read, which names they may use, what they say of a ticket, or that they cannot."""
