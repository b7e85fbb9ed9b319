"""Ready-made people, goods and runs. One module per room; traits for the states tests need."""
