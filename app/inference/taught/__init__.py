"""What a team teaches the models in seconds: intents from example phrases, and corrections of what was misread."""
