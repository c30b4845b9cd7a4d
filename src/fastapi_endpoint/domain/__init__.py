"""The values that the stages hand to one another: data only, frozen, serialisable."""
