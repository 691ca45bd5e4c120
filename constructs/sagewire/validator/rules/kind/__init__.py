"""What each kind of endpoint, and of function, can have."""
