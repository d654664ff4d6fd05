"""What tests of every capability share. Imported by tests only."""
