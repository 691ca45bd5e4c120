"""The loopback server that both clients ask: it reads a request, waits if asked to, and answers. It counts nothing."""

import asyncio
import sys

LATENCY = 0.02  # seconds
LARGE = 5 * 1024 * 1024  # bytes
SLOW_ENDPOINT = "iris-slow"  # answers after LATENCY
LARGE_ENDPOINT = "iris-large"  # answers with LARGE bytes
ENDPOINT = "iris"


def _reply(body: bytes) -> bytes:
    head = (
        "HTTP/1.1 200 OK\r\n"
        "x-amzn-RequestId: 8c70c74f-9225-4265-817d-50e9ef4a02f5\r\n"
        "x-Amzn-Invoked-Production-Variant: blue\r\n"
        "Date: Fri, 27 Nov 2026 00:00:00 GMT\r\n"
        "Content-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n"
        "Connection: keep-alive\r\n\r\n"
    )
    return head.encode() + body


_SMALL_REPLY = _reply(b'{"score": 0.5}')
_LARGE_REPLY = _reply(b'"' + b"x" * (LARGE - 2) + b'"')


class Connection(asyncio.Protocol):
    """One keep-alive connection."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._head = b""
        self._missing = 0  # bytes of the body that are still to come

    def data_received(self, data: bytes) -> None:
        if not self._missing:
            self._head += data
            head, end, body = self._head.partition(b"\r\n\r\n")
            if not end:
                return
            length = head.lower().partition(b"\r\ncontent-length:")[2].partition(b"\r\n")[0]
            self._head, self._missing = head, int(length) - len(body)
        else:
            self._missing -= len(data)
        if not self._missing:
            self._answer(self._head.partition(b" HTTP/1.1")[0].decode())

    def _answer(self, request_line: str) -> None:
        self._head = b""
        name = request_line.split("/")[2]
        reply = _LARGE_REPLY if name == LARGE_ENDPOINT else _SMALL_REPLY
        if name == SLOW_ENDPOINT:
            asyncio.get_running_loop().call_later(LATENCY, self._transport.write, reply)
        else:
            self._transport.write(reply)


async def _serve() -> None:
    server = await asyncio.get_running_loop().create_server(Connection, "127.0.0.1", 0, backlog=256)
    print(server.sockets[0].getsockname()[1], flush=True)
    # Ends with the process that started it, however that ends.
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_serve())
