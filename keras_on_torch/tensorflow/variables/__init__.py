"""Variables: how they start, where they are kept, how they change."""
