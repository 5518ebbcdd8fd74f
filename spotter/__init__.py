"""Wiring of the site: settings, site map, queue, and the parts that know neither wing."""
