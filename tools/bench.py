"""Benchmark: page and API cost with many projects against few. Prints a table; fails above the ratio limit.

    python tools/bench.py [--few 1000] [--many 100000] [--limit 1.5]

Two processes serve the same portal from two databases of one temporary PostgreSQL; each address is requested from both
in turn, so that other load on the machine slows down both. Times are medians of the combined CPU time of Python and the
database. An address must not run more queries on the larger database either.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

ROUNDS = 15
ANSWER = "bench:"
ADDRESSES = {
    "list": "/projects/",
    "list by area": "/projects/?area=generated-street-3",
    "list by stage": "/projects/?stage=implementation",
    "list by three filters": "/projects/?category=generated-category-2&year=2019&stage=implementation",
    "list, late": "/projects/?state=late",
    "list, silent": "/projects/?state=silent",
    "list, search": "/projects/?q=77",
    "list, later page": "/projects/?page=5",
    "list in June 2022": "/projects/?as_of=2022-07-01",
    "project": "/projects/generated-project-7/",
    "programme": "/projects/programmes/generated-programme-7/",
    "neighbourhood": "/areas/generated-street-3-1-1/",
    "district": "/areas/generated-district/",
    "home": "/",
    "search": "/search/?q=77",
    "JSON list": "/api/v1/projects",
    "JSON by area": "/api/v1/projects?area=generated-street-3",
    "JSON progress": "/api/v1/progress",
    "JSON project": "/api/v1/projects/generated-project-7",
}


class Server:
    """A process serving one database: `ask` returns the milliseconds and queries of a request."""

    def __init__(self, database: str, projects: int) -> None:
        self.process = subprocess.Popen(
            [sys.executable, __file__, "--serve", str(projects)],
            env=os.environ | {"BENCH_DATABASE": database},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def wait(self) -> None:
        self._said()

    def ask(self, address: str) -> tuple[float, int]:
        self.process.stdin.write(f"{address}\n")
        self.process.stdin.flush()
        status, milliseconds, queries = self._said()
        if status != "200":
            sys.exit(f"bench: {address} answered {status}")
        return float(milliseconds), int(queries)

    def _said(self) -> list[str]:
        """The words of its next answer, skipping log lines."""
        for line in self.process.stdout:
            if line.startswith(ANSWER):
                return line.removeprefix(ANSWER).split()
        return sys.exit("bench: a process ended before it answered")


@contextmanager
def cluster() -> Iterator[str]:
    """A temporary PostgreSQL; yields the folder of its socket."""
    from portal.runserver.embedded import throw_away_cluster

    cluster = throw_away_cluster()
    try:
        cluster.make()
        cluster.start()
        yield str(cluster.socket)
    finally:
        cluster.stop()
        shutil.rmtree(cluster.data.parent)


def set_up(name: str) -> None:
    """Set up Django on a database of the cluster."""
    import django
    from django.conf import settings

    settings.DATABASES["default"] |= {"HOST": os.environ["BENCH_SOCKET"], "NAME": name}
    settings.ALLOWED_HOSTS = ["testserver"]
    django.setup()


def serve(projects: int) -> None:
    """Fill the database, then answer addresses from standard input."""
    name = os.environ["BENCH_DATABASE"]
    set_up(name)
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    with connection._nodb_cursor() as cursor:  # noqa: SLF001 - as Django creates databases
        cursor.execute(f"CREATE DATABASE {name}")
    call_command("migrate", verbosity=0)
    call_command("make_demo_data", projects=projects, stdout=sys.stderr)
    client = Client()
    print(ANSWER, flush=True)
    for line in sys.stdin:
        queries = 0

        def count(execute: object, *arguments: object) -> object:
            nonlocal queries
            queries += 1
            return execute(*arguments)

        start = time.perf_counter()
        with connection.execute_wrapper(count):
            response = client.get(line.strip(), secure=True)
            _content = b"".join(response) if response.streaming else response.content
        print(ANSWER, response.status_code, (time.perf_counter() - start) * 1000, queries, flush=True)


def compare(few: int, many: int, limit: float) -> int:
    """Print the table; returns the number of addresses above the limit."""
    beyond = 0
    with cluster() as socket:
        os.environ["BENCH_SOCKET"] = socket
        small, large = Server("bench_few", few), Server("bench_many", many)
        small.wait()
        large.wait()
        print(f"{'':24}{few:>10} {many:>10}   ratio  queries")
        for name, address in ADDRESSES.items():
            for server in (small, large):
                server.ask(address)
            asked = [(small.ask(address), large.ask(address)) for _ in range(ROUNDS)]
            of_few, of_many = (statistics.median(pair[side][0] for pair in asked) for side in (0, 1))
            queries = asked[-1][0][1], asked[-1][1][1]
            ratio = of_many / of_few
            bad = ratio > limit or queries[1] > queries[0]
            beyond += bad
            print(
                f"{name:24}{of_few:7.1f} ms {of_many:7.1f} ms   {ratio:5.2f}  {queries[0]} / {queries[1]}"
                f"{'   beyond the limit' if bad else ''}",
                flush=True,
            )
        for server in (small, large):
            server.process.stdin.close()
            server.process.wait()
    return beyond


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare the cost of pages with few and with many projects.")
    parser.add_argument("--few", type=int, default=1_000)
    parser.add_argument("--many", type=int, default=100_000)
    parser.add_argument("--limit", type=float, default=1.5)
    parser.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(options.serve)
    elif beyond := compare(options.few, options.many, options.limit):
        sys.exit(f"{beyond} addresses are beyond the limit of {options.limit}.")


if __name__ == "__main__":
    main()
