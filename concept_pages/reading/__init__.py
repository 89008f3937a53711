"""The public side after login: the released tree, search, exports.

doors       what holds for every address: signed in, never kept by a cache, nothing from elsewhere
serve       a page of Wagtail's tree to the view that shows it
landing, tree, concept, archive, search    a page each
session     signing in and out, and the language
"""
