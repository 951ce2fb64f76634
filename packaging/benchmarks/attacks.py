"""What is done to pictures: the program's own attacks, which its self-test makes too."""

from artistguard.imaging.attacks import Attack, attacks, beyond

__all__ = ["Attack", "attacks", "beyond"]
