"""The site: wiring, frame and what the site itself keeps."""
