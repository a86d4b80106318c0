"""Settings: base, and one thin module for each place the site runs."""
