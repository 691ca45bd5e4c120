"""What fits into which memory."""
