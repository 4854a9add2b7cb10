"""What a rule is made with."""
