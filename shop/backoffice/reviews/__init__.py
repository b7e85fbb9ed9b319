"""What buyers wrote about goods, waiting to be shown."""
