"""Reports: what was observed in a neighbourhood, gathered once and dressed as pages."""
