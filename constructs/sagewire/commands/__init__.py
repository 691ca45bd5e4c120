"""The commands of `sagewire`, one file for those that belong together."""
