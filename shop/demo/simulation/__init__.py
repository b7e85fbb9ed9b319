"""A whole delivery day played with the shop's own functions, and reckoned up to the last parcel and đồng."""
