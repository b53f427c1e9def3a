"""The files of the data directory: database, trajectories, patterns, vectors, corpus, bundle."""
