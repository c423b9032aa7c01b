"""The rulebook at work: its conditions compiled and asked, its text checked, and changed with every comment kept."""
