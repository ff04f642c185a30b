"""A slow-4G proxy for a local server, to measure visits over a slow line.

    python tools/slow_line.py 8001 8000

listens on 8001 and forwards to 8000, with 150 ms round-trip time, 1.6 Mbit/s downstream shared by all connections, and
one extra round trip for each new connection. No host name is resolved.
"""

import asyncio
import sys
from functools import partial

HOST = "127.0.0.1"
ONE_WAY = 0.075  # seconds
BYTES_A_SECOND = 1.6 * 1024 * 1000 / 8
PACKET = 1460  # bytes


class Line:
    """A shared line, busy until the data queued on it has been sent, by the event loop's clock."""

    def __init__(self, bytes_a_second: float) -> None:
        self.bytes_a_second = bytes_a_second
        self.busy_until = 0.0

    def arrival(self, length: int) -> float:
        """Arrival time of this many bytes queued now."""
        begin = max(self.busy_until, asyncio.get_running_loop().time())
        self.busy_until = begin + length / self.bytes_a_second
        return self.busy_until + ONE_WAY


async def carry(source: asyncio.StreamReader, target: asyncio.StreamWriter, line: Line) -> None:
    """Pass on what comes until it ends, each packet when it would arrive."""
    packets: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
    delivery = asyncio.create_task(deliver(packets, target))
    while packet := await source.read(PACKET):
        packets.put_nowait((line.arrival(len(packet)), packet))
    packets.put_nowait((line.arrival(0), b""))
    await delivery


async def deliver(packets: asyncio.Queue[tuple[float, bytes]], target: asyncio.StreamWriter) -> None:
    clock = asyncio.get_running_loop()
    while True:
        time, packet = await packets.get()
        await asyncio.sleep(time - clock.time())
        if not packet:
            target.close()
            return
        target.write(packet)


async def connect(
    port: int, down: Line, browser_says: asyncio.StreamReader, browser_hears: asyncio.StreamWriter
) -> None:
    await asyncio.sleep(2 * ONE_WAY)  # TCP handshake
    server_says, server_hears = await asyncio.open_connection(HOST, port)
    up = Line(float("inf"))
    ways = carry(browser_says, server_hears, up), carry(server_says, browser_hears, down)
    await asyncio.gather(*ways, return_exceptions=True)  # browsers may disconnect at any time


async def main(listen: int, port: int) -> None:
    server = await asyncio.start_server(partial(connect, port, Line(BYTES_A_SECOND)), HOST, listen)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(*map(int, sys.argv[1:])))
