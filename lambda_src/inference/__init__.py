"""What the functions share: the endpoint, its errors and retries, the ways in, the log."""
