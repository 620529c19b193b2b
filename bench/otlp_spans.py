"""Spans of conversations with an agent, made by OpenTelemetry's SDK and named as OpenInference does,
which both sides of bench/otlp_load.py read.

A turn is four spans: the agent's, a call of the model that asks for a tool, the run of the tool, and
the call that answers. Two exchanges went before, which the model is told, so that a turn is about
10 KB. A hundred conversations go on at a time: their spans end among each other, and a quarter (of
two exporters) to a half of the turns come in two requests.
"""

import json
import random
import time

from opentelemetry import trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor, SpanExporter, SpanExportResult

SPANS_A_TURN = 4
MODEL = "gpt-4o-mini"
WORDS = (
    "account airport arrival baggage booking cabin cancel certificate change charge city class "
    "confirm credit customer date delay depart direct economy fare flight gate hour insurance "
    "itinerary leave luggage membership minute number offer passenger payment policy price "
    "reservation return route schedule seat segment ticket time travel upgrade voucher"
).split()


class Kept(SpanExporter):
    """Keeps what it is given."""

    def __init__(self):
        self.spans = []

    def export(self, spans):
        self.spans += spans
        return SpanExportResult.SUCCESS


class Conversation:
    """A conversation whose turns follow each other; `spans` ends one span at each step."""

    def __init__(self, tracer, seed, turns, start):
        self.tracer = tracer
        self.random = random.Random(seed)
        self.name = f"{seed:08x}"
        self.turns = turns
        self.time = start

    def words(self, count):
        return " ".join(self.random.choice(WORDS) for _ in range(count)).capitalize() + "."

    def messages(self):
        said = [{"role": "system", "content": self.words(90)}]
        for _ in range(2):
            said.append({"role": "user", "content": self.words(20)})
            said.append({"role": "assistant", "content": self.words(60)})
        return said

    def begin(self, name, kind, parent, **attributes):
        self.time += 1_000_000
        common = {
            "openinference.span.kind": kind,
            "session.id": f"thread-{self.name}",
            "user.id": f"user{int(self.name, 16) % 200}@example.com",
        }
        return self.tracer.start_span(
            name,
            context=trace.set_span_in_context(parent) if parent else None,
            attributes=common | attributes,
            start_time=self.time,
        )

    def end(self, span):
        self.time += 5_000_000
        span.end(self.time)

    def spans(self):
        for turn in range(self.turns):
            yield from self.turn(turn)

    def turn(self, turn):
        question = f"{self.name} {turn}: {self.words(25)}"
        answer, result = self.words(80), {"flights": [self.words(12) for _ in range(4)]}
        call = {
            "id": f"call_{self.name}_{turn}",
            "name": "search_flights",
            "arguments": json.dumps({"from": self.words(1), "to": self.words(1), "day": turn}),
        }
        said = self.messages() + [{"role": "user", "content": question}]
        asked = {"role": "assistant", "content": "", "calls": [call]}
        given = {"role": "tool", "content": json.dumps(result), "tool_call_id": call["id"]}
        agent = self.begin(
            "agent", "AGENT", None, **{"input.value": question, "input.mime_type": "text/plain"}
        )
        first = self.begin("ChatCompletion", "LLM", agent, **model(said, asked))
        self.end(first)
        yield
        tool = self.begin(
            call["name"],
            "TOOL",
            agent,
            **{
                "tool.name": call["name"],
                "tool.id": call["id"],
                "tool.parameters": call["arguments"],
                "output.value": json.dumps(result),
                "output.mime_type": "application/json",
            },
        )
        self.end(tool)
        yield
        last = {"role": "assistant", "content": answer}
        second = self.begin("ChatCompletion", "LLM", agent, **model(said + [asked, given], last))
        self.end(second)
        yield
        agent.set_attributes({"output.value": answer, "output.mime_type": "text/plain"})
        self.end(agent)
        yield


def model(said, answer):
    """The attributes of a call of the model."""
    attributes = {
        "llm.model_name": MODEL,
        "llm.provider": "openai",
        "llm.invocation_parameters": json.dumps({"temperature": 0.2, "max_tokens": 800}),
        "llm.token_count.prompt": 600,
        "llm.token_count.completion": 120,
        "llm.token_count.total": 720,
    }
    for prefix, messages in (("llm.input_messages", said), ("llm.output_messages", [answer])):
        for place, message in enumerate(messages):
            at = f"{prefix}.{place}.message"
            attributes[f"{at}.role"] = message["role"]
            if message["content"]:
                attributes[f"{at}.content"] = message["content"]
            if "tool_call_id" in message:
                attributes[f"{at}.tool_call_id"] = message["tool_call_id"]
            for number, call in enumerate(message.get("calls", [])):
                to = f"{at}.tool_calls.{number}.tool_call"
                attributes[f"{to}.id"] = call["id"]
                attributes[f"{to}.function.name"] = call["name"]
                attributes[f"{to}.function.arguments"] = call["arguments"]
    return attributes


def make(seed, turns, at_once):
    """The spans of so many turns, in the order in which they end."""
    kept = Kept()
    provider = TracerProvider(resource=Resource.create({"service.name": "bench"}))
    provider.add_span_processor(SimpleSpanProcessor(kept))
    tracer = provider.get_tracer("bench")
    start = time.time_ns() - 3_600_000_000_000
    shuffled = random.Random(seed)
    left, running, number = turns, [], 0
    while left or running:
        while left and len(running) < at_once:
            length = min(left, 5)
            left -= length
            running.append(Conversation(tracer, seed * 100_000 + number, length, start).spans())
            number += 1
        place = shuffled.randrange(len(running))
        if next(running[place], running) is running:
            running.pop(place)
    return kept.spans


def batches(spans, size=512):
    """As the SDK's BatchSpanProcessor sends them unless it is told otherwise."""
    return [spans[place : place + size] for place in range(0, len(spans), size)]
