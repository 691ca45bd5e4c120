"""What roles, policies and permissions let be done, and by whom."""
