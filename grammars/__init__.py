"""What honed knows of each programming language: data, one folder a language."""
