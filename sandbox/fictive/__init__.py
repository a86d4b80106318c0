"""People who cannot exist, and the tripwire that stops people who do."""
