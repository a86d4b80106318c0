"""Sessions a trainer leads: planning, joining, the leader's view, the projector, and afterwards."""
