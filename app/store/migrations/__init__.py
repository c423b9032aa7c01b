"""The store's tables through time: each file in `versions` is one step."""
