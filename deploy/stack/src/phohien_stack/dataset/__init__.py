"""The sample dataset: its files, and how they go in through the services.

`facts.csv` holds the facts with their sources; everything else is built from it by
`deploy/dataset`. Illustrative, from public sources; not an official publication.
"""
