"""Things that tests need, made as people make them: through actions where a rule is involved."""
