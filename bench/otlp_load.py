"""Sends the same spans to redline and to Arize Phoenix, in turns, and measures until they are
committed.

Usage: otlp_load.py REDLINE-URL KEY PHOENIX-URL SOCKET-FOLDER, with the databases `redline` and
`phoenix` of the cluster that listens there. TURNS (2500) of four spans each are sent in each of
ROUNDS (3) rounds, in two ways: by EXPORTERS (2) processes with OTLPSpanExporter, which makes
requests of spans as it goes, and as requests that the same SDK has made beforehand, by CONNECTIONS
(8). bench/otlp_spans.py makes the spans. Phoenix takes most of the time: redline is measured before
it with the same spans and after it with further ones, so that a moment decides nothing.

Committed is, for Phoenix, a row of its table `spans`; for redline, an interaction, which is four
spans, or a row of `redline.trace_part`, where a span waits for the rest of its trace. In the end
each turn has to be one interaction with the run of its tool.
"""

import asyncio
import http.client
import multiprocessing
import os
import queue
import statistics
import sys
import threading
import time
from urllib.parse import urlsplit

import asyncpg
from opentelemetry.exporter.otlp.proto.common.trace_encoder import encode_spans
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceResponse
from opentelemetry.sdk.trace.export import SpanExportResult

import otlp_spans

TURNS = int(os.environ.get("TURNS", 2500))
ROUNDS = int(os.environ.get("ROUNDS", 3))
EXPORTERS = int(os.environ.get("EXPORTERS", 2))
CONNECTIONS = int(os.environ.get("CONNECTIONS", 8))
AT_ONCE = 100
WAYS = {
    "exporter": f"OTLPSpanExporter, {EXPORTERS} processes",
    "requests": f"Requests made beforehand, {CONNECTIONS} connections",
}
DEADLINE = 600


def stop(reason):
    sys.exit(f"bench-otlp: {reason}")


class Address:
    """Where one of the two takes spans."""

    def __init__(self, name, url, headers):
        self.name, self.url, self.headers = name, url, headers


class Side:
    """One of the two, with what it has committed."""

    def __init__(self, address, database, count):
        self.address, self.name = address, address.name
        self.database, self.count = database, count

    async def committed(self):
        return await self.database.fetchval(self.count)


def export(address, batches, ready, go):
    """What a process with OTLPSpanExporter does."""
    exporter = OTLPSpanExporter(
        f"{address.url}/v1/traces", headers=address.headers, timeout=DEADLINE
    )
    ready.release()
    go.wait()
    for batch in batches:
        if exporter.export(batch) is not SpanExportResult.SUCCESS:
            stop(f"{address.name} did not take spans")


def send_by_exporters(address, spans):
    """Gives back a function that sends them, and the processes that wait for it."""
    context = multiprocessing.get_context("fork")
    ready, go = context.Semaphore(0), context.Event()
    # A trace's spans come from one process, as those of an agent do.
    shares = [[] for _ in range(EXPORTERS)]
    for span in spans:
        shares[span.context.trace_id % EXPORTERS].append(span)
    processes = [
        context.Process(target=export, args=(address, otlp_spans.batches(share), ready, go))
        for share in shares
    ]
    for process in processes:
        process.start()
    for _ in processes:
        ready.acquire()

    def send():
        go.set()
        for process in processes:
            process.join()
            if process.exitcode:
                stop(f"an exporter to {address.name} failed")

    return send


def send_by_connections(address, spans):
    bodies = queue.SimpleQueue()
    for batch in otlp_spans.batches(spans):
        bodies.put(encode_spans(batch).SerializeToString())
    place = urlsplit(address.url).netloc
    headers = address.headers | {"Content-Type": "application/x-protobuf"}
    failed = []

    def work():
        connection = http.client.HTTPConnection(place, timeout=DEADLINE)
        while not failed:
            try:
                body = bodies.get_nowait()
            except queue.Empty:
                return
            while True:
                connection.request("POST", "/v1/traces", body, headers)
                answer = connection.getresponse()
                said = answer.read()
                if answer.status not in (429, 503):
                    break
                time.sleep(float(answer.headers.get("Retry-After", 1)))
            taken = answer.status == 200 and ExportTraceServiceResponse.FromString(said)
            if not taken and answer.status != 200:
                failed.append(f"{address.name} answered {answer.status}: {said[:200]!r}")
            elif taken.partial_success.rejected_spans:
                failed.append(f"{address.name} rejected spans: {taken.partial_success}")

    threads = [threading.Thread(target=work) for _ in range(CONNECTIONS)]

    def send():
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failed:
            stop(failed[0])

    return send


async def measure(side, way, spans):
    """Seconds until all were answered, what was committed then, and seconds until all was."""
    before = await side.committed()
    prepare = send_by_exporters if way == "exporter" else send_by_connections
    send = prepare(side.address, spans)
    started = time.perf_counter()
    await asyncio.to_thread(send)
    answered = time.perf_counter() - started
    answers = await side.committed() - before
    while await side.committed() - before < len(spans):
        if time.perf_counter() - started > DEADLINE:
            stop(f"{side.name} has {await side.committed() - before} of {len(spans)} spans")
        await asyncio.sleep(0.05)
    return answered, answers, time.perf_counter() - started


class Redline(Side):
    COUNT = f"""select {otlp_spans.SPANS_A_TURN} * (select count(*) from redline.interaction)
        + (select count(*) from redline.trace_part)"""

    async def rest(self, turns):
        """Waits until all is at rest, and sees that nothing is missing."""
        started = time.perf_counter()
        waiting = "select exists (select from redline.trace_part)"
        pending = "select exists (select from redline.rollup_pending)"
        while await self.database.fetchval(waiting) or await self.database.fetchval(pending):
            if time.perf_counter() - started > DEADLINE:
                stop("redline does not come to rest")
            await asyncio.sleep(0.1)
        for what, query in (
            ("interactions", "select count(*) from redline.interaction"),
            (
                "runs of tools",
                """select count(*) from redline.tool_call
                where duration_ms is not null and status = 'success'""",
            ),
        ):
            count = await self.database.fetchval(query)
            if count != turns:
                stop(f"redline has {count} {what} for {turns} turns")


async def main():
    redline_url, key, phoenix_url, socket = sys.argv[1:]
    postgres = {"host": socket, "user": "postgres"}
    redline = Redline(
        Address("redline", redline_url, {"Authorization": f"Bearer {key}"}),
        await asyncpg.connect(**postgres, database="redline"),
        Redline.COUNT,
    )
    phoenix = Side(
        Address("Phoenix", phoenix_url, {}),
        await asyncpg.connect(**postgres, database="phoenix"),
        "select count(*) from spans",
    )
    rates = {(way, side.name): [] for way in WAYS for side in (redline, phoenix)}
    sent, seed = 0, 0
    # Both run in before anything is measured.
    for number in range(ROUNDS + 1):
        turns = TURNS if number else max(TURNS // 20, 1)
        for way in WAYS:
            seed += 2
            spans, others = (otlp_spans.make(seed + more, turns, AT_ONCE) for more in (0, 1))
            for side, these in ((redline, spans), (phoenix, spans), (redline, others)):
                await redline.database.execute("checkpoint")
                answered, then, committed = await measure(side, way, these)
                if side is redline:
                    sent += turns
                    await redline.rest(sent)
                if not number:
                    continue
                rates[way, side.name].append(len(these) / committed)
                print(
                    f"bench-otlp: {way}: {side.name}: {len(these)} spans answered in "
                    f"{answered:.2f} s, {then} of them committed, all in {committed:.2f} s",
                    file=sys.stderr,
                )
    for way, words in WAYS.items():
        print(words)
        medians = {}
        for side in (redline, phoenix):
            taken = rates[way, side.name]
            medians[side.name] = statistics.median(taken)
            print(
                f"  {side.name:8} {medians[side.name]:9.0f} spans/s committed"
                f"  ({min(taken):.0f} to {max(taken):.0f})"
            )
        print(f"  ratio    {medians['redline'] / medians['Phoenix']:9.1f}")


asyncio.run(main())
