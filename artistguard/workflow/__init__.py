"""The verbs, one file each; `studio` puts everything together, once."""
