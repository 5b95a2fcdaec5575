"""From cells to what each row would do."""
