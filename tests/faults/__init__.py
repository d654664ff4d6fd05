"""What must hold when things break: processes killed at any moment, servers that go away."""
