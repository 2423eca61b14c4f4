"""How every page looks: the base page, the parts it is composed of, and the charts.

Look knows nothing of customers or cases: it imports only Django, and every floor above may use it.
"""
