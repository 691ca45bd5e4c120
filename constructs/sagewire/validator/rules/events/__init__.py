"""Events, queues and what is lost."""
