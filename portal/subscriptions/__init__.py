"""Subscriptions: one e-mail for each release that concerns the topics a reader follows."""
