"""Makes the heads again from public data and our own phrases, in steps that can be resumed, on two cores."""
