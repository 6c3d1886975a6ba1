"""What is left of a session when something around it fails: measured with real processes."""
