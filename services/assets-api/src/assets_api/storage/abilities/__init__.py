"""What stores differ in: tried, named, and what each lack costs."""
