"""Account sources: where facts about accounts come from, read and never written."""
