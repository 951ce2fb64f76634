"""The words of the field: frozen dataclasses, enums, errors and protocols. Standard library only."""
