"""The only door to the network: switch, seals, guard, egress ledger, and the relay for native code."""
