"""The window: everything a person sees and presses. The only place that knows Qt."""
