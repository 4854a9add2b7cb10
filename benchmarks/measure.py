"""Runs a command and prints its exit status, CPU seconds, wall seconds and peak memory in KiB.

    python -I -S benchmarks/measure.py COMMAND [ARGUMENT]...

A process of its own, because Linux counts the memory of whoever starts a program towards that
program's peak: this one imports next to nothing and so stays below anything that it measures.
CPU is that of the whole process, user and system, with the children it has waited for.
"""

import os
import sys
import time


def main() -> None:
    """Run the command of the command line, its output thrown away, and print four numbers."""
    began = time.perf_counter()
    child = os.fork()
    if child == 0:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        try:
            os.execvp(sys.argv[1], sys.argv[1:])
        finally:
            os._exit(127)
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - began
    peak = usage.ru_maxrss // 1024 if sys.platform == "darwin" else usage.ru_maxrss
    print(os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, wall, peak)


if __name__ == "__main__":
    main()
