"""What sends, hears and keeps events and messages."""
