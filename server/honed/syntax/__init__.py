"""Languages, syntax trees, tokens and the declarations of a file; nothing here raises for code."""
