"""Single values in words of both languages: dates, numbers, durations."""

from __future__ import annotations

from decimal import Decimal

from .elements import AnswerType, Text
from .quantities import DATE, DURATION, MONTH, TIME, number

YES, NO = Text("Ja", "Yes"), Text("Nein", "No")

_MONTHS = (
    Text("Januar", "January"), Text("Februar", "February"), Text("März", "March"),
    Text("April", "April"), Text("Mai", "May"), Text("Juni", "June"), Text("Juli", "July"),
    Text("August", "August"), Text("September", "September"), Text("Oktober", "October"),
    Text("November", "November"), Text("Dezember", "December"),
)  # fmt: skip


def _month(digits: str) -> Text | None:
    index = int(digits) - 1
    return _MONTHS[index] if 0 <= index < 12 else None


def say_date(value: str) -> Text | None:
    """Return 2026-11-21 as 21.11.2026 and 21 Nov 2026."""
    if not DATE.fullmatch(value):
        return None
    year, month, day = value.split("-")
    name = _month(month)
    return name and Text(f"{day}.{month}.{year}", f"{int(day)} {name.en[:3]} {year}")


def say_month(value: str) -> Text | None:
    """Return 2026-03 as März 2026 and March 2026."""
    if not MONTH.fullmatch(value):
        return None
    year, month = value.split("-")
    name = _month(month)
    return name and Text(f"{name.de} {year}", f"{name.en} {year}")


def say_time(value: str) -> Text | None:
    """Return 22:00 as 22:00 Uhr and 22:00."""
    return Text(f"{value} Uhr", value) if TIME.fullmatch(value) else None


def say_duration(value: str) -> Text | None:
    """Return 04:30 as 4 h 30 min, in both languages."""
    found = DURATION.fullmatch(value)
    if not found:
        return None
    hours, minutes = int(found[1]), int(found[2])
    parts = [f"{hours} h"] if hours else []
    if minutes or not hours:
        parts.append(f"{minutes} min")
    said = " ".join(parts)
    return Text(said, said)


def say_number(value: object) -> Text | None:
    """Return a number with the decimal sign of each language, never in powers of ten."""
    if number(value) is None:
        return None
    digits = f"{Decimal(str(value)):f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return Text(digits.replace(".", ","), digits)


def say_quantity(kind: AnswerType, value: object) -> Text:
    """Return a quantity in words; as it stands, where it is none of the type."""
    said: Text | None = None
    if kind in (AnswerType.INTEGER, AnswerType.NUMBER):
        said = say_number(value)
    elif isinstance(value, str):
        read = {
            AnswerType.DATE: say_date,
            AnswerType.MONTH: say_month,
            AnswerType.TIME: say_time,
            AnswerType.DURATION: say_duration,
        }.get(kind)
        said = read(value) if read else None
    plain = value if isinstance(value, str) else "?"
    return said or Text(plain, plain)
