"""Nine ways to learn which suggestion is right, behind one interface (`interface`, `choice`)."""
