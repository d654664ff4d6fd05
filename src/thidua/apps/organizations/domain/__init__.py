"""Calculations on plain values: which unit a name means, what an Excel list would change."""
