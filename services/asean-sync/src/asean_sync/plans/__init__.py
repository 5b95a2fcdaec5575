"""What a run would do, kept so that a person can approve that and nothing else."""
