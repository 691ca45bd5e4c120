"""Updates, names and the Model Registry."""
