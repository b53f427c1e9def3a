"""From the code before the cursor to what may follow: the next token, and the rest of the line."""
