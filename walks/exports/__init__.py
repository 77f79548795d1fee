"""Files for other programs: what leaves, in which words."""
