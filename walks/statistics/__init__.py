"""Statistics: what is counted about walks and the people on them, with sources for formulas."""
