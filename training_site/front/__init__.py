"""The start page, plain pages and Mina sidor."""
