"""Starts a command that ends with its parent: `python launch.py PARENT_PID COMMAND ...`. Standard library only.

A supervisor that is killed cannot stop its children; a queue server that lived on would write into the folder of the
next one. Linux tells a child of its parent's death when it asked for it (prctl(2), PR_SET_PDEATHSIG), and the request
survives exec. It is made here and not in `preexec_fn`, which may not be used by a process with threads.
"""

import ctypes
import os
import resource
import signal
import sys

_PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> None:
    """Ask for the signal, look whether the parent is still there, and become the command."""
    parent, command = int(arguments[0]), arguments[1:]
    # A core dump of a process that reads identity cards would be a copy of them.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit(1)
    os.execvp(command[0], command)  # the supervisor's own command lines


if __name__ == "__main__":
    main(sys.argv[1:])
