"""The files of a workspace's corpus: generations of shards, and the log of what came since."""
