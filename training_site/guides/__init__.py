"""What a process council publishes: guides, answers, news; who has read them, and what comes back."""
