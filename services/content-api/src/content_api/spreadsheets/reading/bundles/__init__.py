"""A zip of a workbook and the files its rows name, opened in the child."""
