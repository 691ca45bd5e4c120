"""Lambda functions in front of endpoints, and the ways into them."""
