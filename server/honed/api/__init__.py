"""The public classes, as the design names them; `honed` re-exports them lazily."""
