"""How a page with a state moves: states, releases, tasks, notices. Knows nothing about concepts.

The rooms, from bottom to top; imports only point down.

states         the states and transitions as one readable table, plain Python
errors, signals, people, rights   why a move is refused; what happened; who; the door upward
records        what is kept: lifecycle, submission, release, log, demand
locks, testers what Wagtail's editor and menus are allowed
pages          the abstract page that has a lifecycle, and the page that is part of one
guards         what must hold before each move, as one table
queries        reads that are asked in more than one place
actions        submit, approve, request changes, withdraw, new version, retire ...
tasks          the workflow task that waits for a right; hands every decision to the actions
models         the list of tables for Django
notifications  messages and their delivery after commit
views          review, moves, history, my tasks
"""
