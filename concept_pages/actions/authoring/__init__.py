"""What an author does to the draft of a template, beside typing into the form of one group.

draft      the draft while it is changed: read after it is locked, saved as revisions
moving     a question to another group; a group to another place
copying    a question or a whole group, under keys of their own
retyping   another type for a question
sharing    the options of a question become an option set
deleting   a question, a group with everything in it

Each action is one transaction. Those that can leave conditions behind which no longer work return
what is wrong now and was not before, so that the author is told at once.
"""
