"""Finds released answers: the same words, the same results on SQLite and PostgreSQL.

words      a text as the search sees it: folded words, cut here and not by the database
query      what somebody typed, as terms that must all be found
engines    terms to concepts, one engine for each kind of database
matches    where the terms stand in a text, and the piece of the text around them
find       one page of results: concepts with their matching answers, and counts by service group
"""
