"""Accounts, organisations and units, memberships with history."""
