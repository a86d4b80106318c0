"""Reading content files so that an error names the file and the line."""
