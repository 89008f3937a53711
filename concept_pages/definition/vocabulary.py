"""The names that a new template starts with: the levels of confidentiality and the patterns."""

from __future__ import annotations

from .elements import Option, Text

LEVELS = (
    Option("public", Text("öffentlich", "public")),
    Option("internal", Text("intern", "internal")),
    Option("confidential", Text("vertraulich", "confidential")),
    Option("strictly_confidential", Text("streng vertraulich", "strictly confidential")),
)

PATTERN_NAMES = (
    Option(
        "version_number",
        Text("Versionsnummer wie 1.0 oder 2.3.1", "version number such as 1.0 or 2.3.1"),
    ),
    Option(
        "phone_or_email",
        Text("Telefonnummer oder E-Mail-Adresse", "telephone number or e-mail address"),
    ),
    Option(
        "port_list",
        Text(
            "Ports oder Portbereiche wie 22, 443, 8000-8010",
            "ports or port ranges such as 22, 443, 8000-8010",
        ),
    ),
)
