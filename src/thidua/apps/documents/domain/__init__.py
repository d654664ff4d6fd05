"""What a file is by its bytes, what it may be called, and pictures of its pages."""
