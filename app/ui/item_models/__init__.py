"""The lists of the window as Qt's item models: they hold values in memory, and never ask the store themselves."""
