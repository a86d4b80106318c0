"""The year in numbers, for those who answer for them: never a name, and never fewer than five."""
