"""The page is fetched safely, understood, preserved as evidence, looked at again."""
