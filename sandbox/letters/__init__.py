"""Letters on paper: what a case sends to those whom the system does not reach."""
