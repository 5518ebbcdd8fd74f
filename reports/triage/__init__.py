"""The staff queue, the decision, the forward."""
