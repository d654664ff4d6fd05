"""Understand a document as a plan: every field with the lines it stood on and how sure the reading is."""

from thidua.lib.vanban.understanding.reader import understand
from thidua.lib.vanban.understanding.rendering import explain, to_json

__all__ = ["explain", "to_json", "understand"]
