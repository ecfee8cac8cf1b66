"""Inside the child, before any foreign byte is read: give up rights and resources.

Standard library and ctypes only. Nothing here asks for privileges; a user namespace is what an ordinary user may make.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
from typing import Final

from verifier.intake.limits import (
    CHILD_CPU_SECONDS,
    CHILD_MEMORY_BYTES,
    CHILD_OPEN_FILES,
    MAX_DOCUMENT_PIXELS,
    MIB,
)

_NEW_USER: Final = 0x10000000
_NEW_MOUNTS: Final = 0x00020000
_NEW_IPC: Final = 0x08000000
_NEW_NETWORK: Final = 0x40000000
_PR_SET_PDEATHSIG: Final = 1
_PR_SET_DUMPABLE: Final = 4
_PR_SET_NO_NEW_PRIVS: Final = 38
_MOUNT_SETATTR: Final = 442  # the same number on every architecture
_AT_FDCWD: Final = -100
_AT_RECURSIVE: Final = 0x8000
_MOUNT_ATTR_RDONLY: Final = 1


class _MountAttributes(ctypes.Structure):
    """`struct mount_attr` of linux/mount.h."""

    _fields_ = (
        ("attr_set", ctypes.c_uint64),
        ("attr_clr", ctypes.c_uint64),
        ("propagation", ctypes.c_uint64),
        ("userns_fd", ctypes.c_uint64),
    )


def confine(*, namespaces: bool) -> None:
    """Limit this process for the rest of its life.

    Args:
        namespaces: also leave the network and make every file system read-only; False where bubblewrap has done it.

    Raises:
        OSError: the kernel does not allow the namespaces.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if namespaces:
        _leave(libc)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)  # no core file with somebody's identity card in it
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_AS, CHILD_MEMORY_BYTES)
    _limit(resource.RLIMIT_CPU, CHILD_CPU_SECONDS)
    _limit(resource.RLIMIT_FSIZE, 3 * MAX_DOCUMENT_PIXELS + 64 * MIB)
    _limit(resource.RLIMIT_NOFILE, CHILD_OPEN_FILES)


def _leave(libc: ctypes.CDLL) -> None:
    if libc.unshare(_NEW_USER | _NEW_MOUNTS | _NEW_IPC | _NEW_NETWORK) != 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
    read_only = _MountAttributes(attr_set=_MOUNT_ATTR_RDONLY)
    # Kernels before 5.12 do not know the call: the file system then stays as writable as this user may write.
    libc.syscall(_MOUNT_SETATTR, _AT_FDCWD, b"/", _AT_RECURSIVE, ctypes.byref(read_only), ctypes.sizeof(read_only))


def _limit(which: int, most: int) -> None:
    _, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(which, (most, most))
