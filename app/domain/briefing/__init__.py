"""Makes briefs: which words of a conversation, and which facts, belong into each slot."""
