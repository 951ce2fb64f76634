"""The program's entry: the command line, a worker child, or (once it stands) the window. Imports nothing heavy."""

import sys


def main() -> int:
    """Run what the arguments ask for; return the exit code."""
    if len(sys.argv) > 1 and sys.argv[1] == "_worker":
        from artistguard.work.child import main as child

        return child(sys.argv[2:])
    from artistguard.cli.app import main as command_line

    return command_line(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
