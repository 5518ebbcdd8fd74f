"""The outside world of capture: pages fetched and read in a limited child, and evidence as WARC."""
