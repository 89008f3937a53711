"""Definition ↔ data in the template format: `decode` reads it, `encode` writes it.

decoding    data to a definition, with everything that is wrong
encoding    a definition to data
conditions  conditions, both ways
"""

from .conditions import condition_from_data, condition_to_data
from .decoding import FORMAT, decode
from .encoding import encode

__all__ = ["FORMAT", "condition_from_data", "condition_to_data", "decode", "encode"]
