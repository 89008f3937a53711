#!/usr/bin/env python3
"""The command line of SecDoc."""

import os
import sys

from cms.command_line import run

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    run(sys.argv)
