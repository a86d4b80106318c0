"""What editors write and what learners leave."""
