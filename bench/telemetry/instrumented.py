"""Has instrumented clients of OpenAI talk with a double of its API, and sends what they tell of it
to redline over OTLP/HTTP.

Usage: instrumented.py URL KEY INSTRUMENTATION, which is v2 (OpenTelemetry's, messages as log
records), latest (the same with today's conventions) or openinference. Prints the conversations as
JSON, a turn a line, as redline should have them.
"""

import json
import os
import sys

url, key, instrumentation = sys.argv[1:]
os.environ["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"] = (
    "SPAN_ONLY" if instrumentation == "latest" else "true"
)
if instrumentation == "latest":
    os.environ["OTEL_SEMCONV_STABILITY_OPT_IN"] = "gen_ai_latest_experimental"

import openai
from opentelemetry import trace
from opentelemetry._logs import set_logger_provider
from opentelemetry.exporter.otlp.proto.http import Compression
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

import openai_double

TOOLS = [
    {
        "type": "function",
        "function": {
            "name": "get_weather",
            "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
        },
    }
]
headers = {"Authorization": f"Bearer {key}"}
resource = Resource.create({"service.name": "check", "user.id": "ada@example.com"})
tracers = TracerProvider(resource=resource)
tracers.add_span_processor(
    BatchSpanProcessor(
        OTLPSpanExporter(f"{url}/v1/traces", headers=headers, compression=Compression.Gzip)
    )
)
trace.set_tracer_provider(tracers)
loggers = LoggerProvider(resource=resource)
loggers.add_log_record_processor(
    BatchLogRecordProcessor(OTLPLogExporter(f"{url}/v1/logs", headers=headers))
)
set_logger_provider(loggers)
if instrumentation == "openinference":
    from openinference.instrumentation.openai import OpenAIInstrumentor

    OpenAIInstrumentor().instrument(tracer_provider=tracers)
else:
    from opentelemetry.instrumentation.openai_v2 import OpenAIInstrumentor

    OpenAIInstrumentor().instrument(tracer_provider=tracers, logger_provider=loggers)

client = openai.OpenAI(base_url=openai_double.start(), api_key="none")
tracer = trace.get_tracer("check")


def ask(messages, streams):
    """One call of the model; gives back its message as a dictionary."""
    if not streams:
        answer = client.chat.completions.create(model="double", messages=messages, tools=TOOLS)
        return answer.choices[0].message.model_dump(exclude_none=True)
    message = {"role": "assistant", "content": ""}
    stream = client.chat.completions.create(
        model="double",
        messages=messages,
        tools=TOOLS,
        stream=True,
        stream_options={"include_usage": True},
    )
    for chunk in stream:
        for choice in chunk.choices:
            message["content"] += choice.delta.content or ""
            for call in choice.delta.tool_calls or []:
                call = call.model_dump(exclude_none=True)
                call.pop("index")
                message.setdefault("tool_calls", []).append(call)
    if "tool_calls" in message:
        del message["content"]
    return message


turns = []
for streams in [False, True]:
    messages = [{"role": "system", "content": "Be brief."}]
    thread = f"{instrumentation}-{streams}"
    for words in ["Hello there", "How is the weather in Köln?", "Hello there"]:
        with tracer.start_as_current_span(
            "turn", attributes={"gen_ai.operation.name": "invoke_agent",
                                "gen_ai.conversation.id": thread}
        ):
            messages.append({"role": "user", "content": words})
            calls = []
            tokens = 0
            while True:
                message = ask(messages, streams)
                tokens += 16
                messages.append(message)
                if "tool_calls" not in message:
                    break
                for call in message["tool_calls"]:
                    result = json.dumps({"degrees": 21})
                    messages.append(
                        {"role": "tool", "tool_call_id": call["id"], "content": result}
                    )
                    calls.append(
                        {
                            "tool_name": call["function"]["name"],
                            "arguments": json.loads(call["function"]["arguments"]),
                            "result": json.loads(result),
                            "status": "success",
                        }
                    )
            turns.append(
                {
                    "thread_id": thread,
                    "user_message": words,
                    "assistant_response": message["content"],
                    "tool_calls": calls,
                    "model": "double-1-large",
                    "tokens_used": tokens,
                }
            )
tracers.shutdown()
loggers.shutdown()
for turn in turns:
    print(json.dumps(turn, ensure_ascii=False))
