"""Charts, painted by hand: a few lines of QPainter each, in the colours of the theme."""
