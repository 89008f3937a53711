"""How it is edited: a definition compiled into Wagtail blocks and forms."""
