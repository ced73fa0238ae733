"""Tables (表): ruled, aligned and typed ones as rows of cells with their heads."""
