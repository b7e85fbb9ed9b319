"""What is asked of sellers, edited by administrators."""
