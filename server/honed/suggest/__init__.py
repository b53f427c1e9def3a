"""Candidates for the cursor: learned edits, completions, siblings, scaffolds; scored or silent."""
