"""The roles of what was read: a document in order becomes an official document by its parts, no word of it lost."""

from thidua.lib.vanban.recognition.recognizer import recognize

__all__ = ["recognize"]
