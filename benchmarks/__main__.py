"""Measure: python -m benchmarks [--rounds N] [--threads N] [--clock wall|cpu]
[--table steps|startup|memory] [words].

Words pick workloads by their names. CPU time, with one thread, says something even where other
programs run beside.
"""

import argparse

import torch

from benchmarks import memory, startup, step_time, timing
from benchmarks.workloads import workloads

TABLES = ("steps", "startup", "memory")


def main():
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("words", nargs="*")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--threads", type=int)
    parser.add_argument("--clock", choices=timing.CLOCKS, default="wall")
    parser.add_argument("--table", action="append", choices=TABLES, help="this one only")
    asked = parser.parse_args()
    tables = asked.table or TABLES
    if asked.threads:
        torch.set_num_threads(asked.threads)
    chosen = {
        name: work
        for name, work in workloads().items()
        if not asked.words or any(word in name for word in asked.words)
    }
    if "steps" in tables:
        step_time.main(chosen, asked.rounds, asked.clock)
    if "startup" in tables:
        startup.main(asked.rounds, asked.clock)
    if "memory" in tables:
        memory.main(chosen)


if __name__ == "__main__":
    main()
