"""Stages and touchpoints of the customer's journey, and what operations measures there."""
