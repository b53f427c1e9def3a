"""From what happened to what is known: bursts, outcome, reward, rules and the ranker's updates."""
