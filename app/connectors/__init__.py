"""Adapters to the helpdesks that teams use; the only place that knows HTTP."""
