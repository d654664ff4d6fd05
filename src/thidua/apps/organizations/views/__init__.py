"""Pages of units, people, names and the Excel list."""
