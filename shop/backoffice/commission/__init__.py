"""What the market keeps of a sale, by finance."""
