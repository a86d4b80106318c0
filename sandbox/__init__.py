"""The practice environment: a working replica, filled with people who cannot exist."""
