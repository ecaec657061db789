"""Many enrollments at once in one account with AWS-like limits, beside one that has the account to itself.

Run it as ``python tests/benchmarks/load.py [--people 200] [--rate 10] [--burst 20]``. It ends with 1 where someone did
not end enrolled, or left a device behind that is not on. The people share the processors here, which they would not
in a room: judge what the pauses add, and the calls.
"""

import argparse
import asyncio
import multiprocessing
import statistics
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from tests.load.attending import Attended, Seat, attend_together
from tests.load.room import room
from tests.support.faults import Faults
from tests.support.throttling import IAM_CHANGES, Limit, Throttling, aws_like

PROCESSES = 4
ALONE = 5
"""Enrollments without anyone else, whose median is the measure."""


def main() -> int:
    """Print the numbers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--rate", type=float, default=IAM_CHANGES.rate, help="changes a second, of each kind")
    parser.add_argument("--burst", type=float, default=IAM_CHANGES.burst, help="changes at once, of each kind")
    chosen = parser.parse_args()
    changes = Limit(chosen.rate, chosen.burst)
    throttling = Throttling(lambda call: changes if aws_like(call) is IAM_CHANGES else aws_like(call))
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, mp_context=spawn) as pool:
        alone = _alone(pool)
        with room(chosen.people, throttling) as here:
            started = time.perf_counter()
            tables = [here.seats[first::PROCESSES] for first in range(PROCESSES)]
            attended = [each for table in pool.map(_at_table, tables) for each in table]
            whole = time.perf_counter() - started
            calls, enrolled, orphans = here.calls, here.enrolled, here.orphans
    said = sum(each.enrolled for each in attended)
    _say(f"{chosen.people} enrollments at once, {changes.rate:g} changes a second and kind, {changes.burst:g} at once")
    _say(f"  end enrolled             {enrolled} of {chosen.people}; were told so: {said}")
    _say(f"  devices left behind      {orphans}")
    _say(f"  calls an enrollment      median {statistics.median(calls):g}, most {max(calls)}")
    turned_away = ", ".join(f"{count} {call}" for call, count in sorted(throttling.turned_away.items())) or "none"
    _say(f"  calls turned away        {turned_away}")
    _say(f"  seconds                  {_spread([each.seconds for each in attended])}; all {whole:.1f}")
    _say(f"  of them in pauses        {_spread([each.waited for each in attended])}")
    ratio = statistics.median(each.seconds for each in attended) / alone
    _say(f"  alone, unthrottled       {alone:.2f} s; the median of all takes x{ratio:.1f}")
    pages = Counter(title for each in attended for title in each.problems)
    _say(f"  pages met                {', '.join(f'{count} × {title}' for title, count in pages.items()) or 'none'}")
    return 0 if enrolled == said == chosen.people and not orphans else 1


def _alone(pool: ProcessPoolExecutor) -> float:
    """The median of enrollments one after the other, the first in each process not counted: it loads boto3."""
    with room(PROCESSES + ALONE, Faults()) as here:
        list(pool.map(_at_table, ([seat] for seat in here.seats[:PROCESSES])))
        times = [pool.submit(_at_table, [seat]).result()[0].seconds for seat in here.seats[PROCESSES:]]
    return statistics.median(times)


def _at_table(seats: Sequence[Seat]) -> list[Attended]:
    return asyncio.run(attend_together(seats))


def _spread(values: Sequence[float]) -> str:
    ninety_five = sorted(values)[int(0.95 * (len(values) - 1))]
    middle = statistics.median(values)
    return f"least {min(values):.1f}, median {middle:.1f}, 95 % within {ninety_five:.1f}, most {max(values):.1f}"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
