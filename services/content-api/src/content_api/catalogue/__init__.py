"""What there is to have, for catalogues of open data: DCAT 3."""
