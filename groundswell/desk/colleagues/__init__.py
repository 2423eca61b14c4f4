"""Units and colleagues by pages: who works where, who signs in as what, and what lies with somebody who leaves."""
