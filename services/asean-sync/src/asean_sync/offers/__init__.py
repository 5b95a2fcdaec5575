"""What may go to a target, by what was approved and is released."""
