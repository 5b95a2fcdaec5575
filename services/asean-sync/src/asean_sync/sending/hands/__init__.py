"""Who works on what at a target: objects under leases, and connections to send by."""
