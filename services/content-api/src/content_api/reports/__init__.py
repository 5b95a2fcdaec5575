"""The annual report: each agency signs its part, the province rolls them up."""
