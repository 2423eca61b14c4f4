"""Groundswell: customer advocacy as a management system. We listen, understand, act, align and prove."""
