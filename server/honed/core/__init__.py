"""Values, ports and text: what every other package speaks of; imports nothing of ours."""
