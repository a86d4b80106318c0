"""The replica's own pages: a planning system's working day, in free practice."""
