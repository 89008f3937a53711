"""Search: cutting words, reading queries, finding answers."""
