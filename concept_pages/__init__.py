"""What a security concept is. The rooms, from bottom to top; imports only point down.

definition  what is asked: frozen dataclasses, plain Python, no Django
blocks      how it is edited: the definition compiled into Wagtail blocks and forms
models      what is kept: pages, services, roles, the index of answers
access      may she? which may she? who may?
queries     reads that are asked in more than one place
actions     writes, one module per verb
documents   what is printed: one Document, many formats
imports     files to plans: what would change and what is wrong, without writing
editor      Wagtail's admin      reading   the public side after login      demo   example data
wagtail_hooks, urls, receivers, management   lists of registrations
"""
