"""The artist's own domain: what is written there, how it reads, and what a host allows. Pure; nothing is sent."""
