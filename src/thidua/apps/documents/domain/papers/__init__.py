"""Papers as people write, compare and judge them: plain calculations on an official document."""
