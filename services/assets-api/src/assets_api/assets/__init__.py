"""Files of an agency: versions, rights, words in each language, renditions."""
