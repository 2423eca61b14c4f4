"""Surveys of other tools: one module reads one tool's file; what it cannot carry over is named."""
