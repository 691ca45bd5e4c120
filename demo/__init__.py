"""The demonstration: a personalization model behind Lambda, on the embedded AWS."""
