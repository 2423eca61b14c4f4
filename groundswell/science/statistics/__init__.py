"""How sure a number is: intervals, comparisons, many comparisons, limits."""
