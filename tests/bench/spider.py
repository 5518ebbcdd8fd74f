"""A Scrapy crawl to be measured beside: run by Scrapy's own Python, which has nothing of ours."""

import sys
from collections.abc import AsyncIterator, Iterator
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess

PORT, PAGES, AT_ONCE = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
SELECTORS = ("title", "h1", 'meta[property="og:title"]', 'script[type="application/ld+json"]', "a[href]")


class Pages(scrapy.Spider):  # type: ignore[misc]
    """Fetches the pages and asks each five things."""

    name = "pages"

    async def start(self) -> AsyncIterator[Any]:
        """All addresses."""
        for number in range(PAGES):
            yield scrapy.Request(f"http://127.0.0.1:{PORT}/item/{number}", dont_filter=True)

    def parse(self, response: Any) -> Iterator[dict[str, str | None]]:
        """Five things of one page."""
        yield {selector: response.css(selector).get() for selector in SELECTORS}


process = CrawlerProcess(
    {
        "CONCURRENT_REQUESTS": AT_ONCE,
        "CONCURRENT_REQUESTS_PER_DOMAIN": AT_ONCE,
        "DOWNLOAD_DELAY": 0,
        "LOG_ENABLED": False,
        "ROBOTSTXT_OBEY": False,
        "TELNETCONSOLE_ENABLED": False,
    }
)
process.crawl(Pages)
process.start()
