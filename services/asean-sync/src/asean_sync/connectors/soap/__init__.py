"""SOAP behind a security server of X-Road, as VDXP and NDXP are built on it."""
