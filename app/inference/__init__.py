"""The language models: the only place that knows torch and transformers, and it imports them inside functions only."""
