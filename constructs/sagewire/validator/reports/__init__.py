"""Reports, one file per format: each has `render`, which makes a text of what was found."""
