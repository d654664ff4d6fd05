"""The `thidua` command."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command. Every subcommand that touches the database sets Django up itself."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thidua.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
