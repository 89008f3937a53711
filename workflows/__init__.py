"""How a page with a state moves: states, releases, tasks, notices. Knows nothing about concepts.

states         the states and transitions as one readable table, plain Python
rights         the door upward: who may do what is asked of a registered authority
models         lifecycle, release, log, demand, task
pages          the abstract page that has a lifecycle, its locks and its permission tester
actions        submit, approve, request changes, withdraw, new version, retire ...
notifications  messages and their delivery after commit
"""
