"""The room that decides who may do what."""
