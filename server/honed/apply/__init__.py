"""An edit snippet into a file: formats, binding, alignment, three-way merge and the guard."""
