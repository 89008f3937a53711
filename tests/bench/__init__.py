"""How long people wait: a database full of concepts, and what they do most often, measured."""
