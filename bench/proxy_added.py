#!/usr/bin/env python3
"""Usage: proxy_added.py UPSTREAM-PORT REDLINE-PORT KEY [REQUESTS [TOKENS]]

What redline adds between a client and its upstream: requests and streams go direct and through
redline in turns, each way on one connection that stays, and the medians are compared. A streamed
piece says when it was sent, by the clock that all processes of a machine share.
"""
import json
import re
import socket
import statistics
import sys
import time

upstream, redline, key = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
requests = int(sys.argv[4]) if len(sys.argv) > 4 else 1000
tokens = int(sys.argv[5]) if len(sys.argv) > 5 else 1000
SENT = re.compile(rb'"sent": (\d+)')


class Client:
    """A blocking client that does as little as it can."""

    def __init__(self, port, path, key):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.head = f"POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\n"

    def send(self, body):
        data = json.dumps(body).encode()
        head = f"{self.head}Content-Length: {len(data)}\r\n\r\n"
        self.socket.sendall(head.encode() + data)

    def whole(self, body):
        """Milliseconds from a request to the end of its answer."""
        started = time.perf_counter_ns()
        self.send(body)
        data = b""
        while b"\r\n\r\n" not in data:
            data += self.socket.recv(1 << 16)
        head, _, rest = data.partition(b"\r\n\r\n")
        length = int(re.search(rb"(?i)content-length: (\d+)", head).group(1))
        while len(rest) < length:
            rest += self.socket.recv(1 << 16)
        assert head.startswith(b"HTTP/1.1 200"), head
        return (time.perf_counter_ns() - started) / 1e6

    def stream(self, body):
        """Milliseconds from each piece's sending to its arrival."""
        self.send(body)
        delays, data = [], b""
        while not data.endswith(b"0\r\n\r\n"):
            piece = self.socket.recv(1 << 16)
            now = time.perf_counter_ns()
            data = data[-64:] + piece
            delays += [(now - int(sent)) / 1e6 for sent in SENT.findall(piece)]
        return delays


def show(name, direct, through, most):
    for way, values in (("direct", direct), ("through redline", through)):
        cuts = statistics.quantiles(values, n=100)
        print(
            f"  {way:16} {len(values):6} p50 {statistics.median(values):7.3f} ms"
            f"  p95 {cuts[94]:7.3f} ms  p99 {cuts[98]:7.3f} ms"
        )
    added = statistics.median(through) - statistics.median(direct)
    print(f"  added, median     {added:.3f} ms (the bound is {most} ms)\n")
    return added


def main():
    ways = [
        Client(upstream, "/v1/chat/completions", "direct"),
        Client(redline, "/openai/v1/chat/completions", key),
    ]
    messages = [{"role": "user", "content": "When does it fly? " * 20}]
    plain = {"model": "m-tokens100", "messages": messages}
    taken = ([], [])
    for number in range(requests + 50):
        for way in (0, 1) if number % 2 else (1, 0):
            took = ways[way].whole(plain)
            if number >= 50:
                taken[way].append(took)
    print("A request and its whole answer")
    show("request", *taken, 1)
    streamed = {"model": "m-clock-pause2-tokens100", "messages": messages, "stream": True}
    delays = ([], [])
    while len(delays[0]) < tokens:
        for way in (0, 1):
            delays[way].extend(ways[way].stream(streamed)[1:])
    print("A streamed piece, from its sending to its arrival")
    show("piece", *delays, 0.1)


main()
