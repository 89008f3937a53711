"""Which browser on which system somebody uses, in the words in which people speak about them."""

from __future__ import annotations

BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "CriOS/": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
"""What stands in a user agent → the browser; the first counts, as most claim to be Safari, too."""

SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "CrOS": "ChromeOS",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}
"""What stands in a user agent → the system; the first counts, as Android says Linux, too."""


def browser_of(user_agent: str) -> str:
    """Return the name of a browser; "" where it is none that we know."""
    return _first(BROWSERS, user_agent)


def system_of(user_agent: str) -> str:
    """Return the name of an operating system; "" where it is none that we know."""
    return _first(SYSTEMS, user_agent)


def _first(names: dict[str, str], user_agent: str) -> str:
    return next((name for mark, name in names.items() if mark in user_agent), "")
