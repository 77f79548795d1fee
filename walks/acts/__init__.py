"""Acts: what changes or reads several words at once."""
