"""Things that tests need, made the way people make them: through actions where a rule is involved."""
