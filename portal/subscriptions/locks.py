"""Advisory locks of PostgreSQL: they end with the process that holds them, however it ends."""

import zlib

from django.db import connection

#: First half of the number of each lock, by what it is for; no other part of the portal locks these.
SUBSCRIBING, ADDRESS, DIGEST = 7_310_501, 7_310_502, 7_310_503


def share_subscribing() -> None:
    """Until this transaction ends nobody queues: whoever is being confirmed is either seen, or confirmed later."""
    _execute("SELECT pg_advisory_xact_lock_shared(%s, 0)", SUBSCRIBING)


def close_subscribing() -> None:
    """Until this transaction ends nobody is confirmed."""
    _execute("SELECT pg_advisory_xact_lock(%s, 0)", SUBSCRIBING)


def hold_address(email: str) -> None:
    """Until this transaction ends nobody else asks for the address."""
    _execute("SELECT pg_advisory_xact_lock(%s, %s)", ADDRESS, _small(zlib.crc32(email.lower().encode())))


def hold_digest(pk: int) -> None:
    """Keep the digest for this connection until `let_go`, or until the connection ends."""
    _execute("SELECT pg_advisory_lock(%s, %s)", DIGEST, _small(pk))


def try_digest(pk: int) -> bool:
    """As `hold_digest`, but where another connection holds it, give False at once."""
    return _execute("SELECT pg_try_advisory_lock(%s, %s)", DIGEST, _small(pk))


def let_go(pk: int) -> None:
    _execute("SELECT pg_advisory_unlock(%s, %s)", DIGEST, _small(pk))


def _small(number: int) -> int:
    """A number that fits the lock: digests 2³¹ apart share one, and at worst wait for each other."""
    return number % 2**31


def _execute(statement: str, *parameters: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return bool(cursor.fetchone()[0])
