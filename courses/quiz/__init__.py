"""Questions, versions, attempts and their grading. Knows nothing of course pages."""
