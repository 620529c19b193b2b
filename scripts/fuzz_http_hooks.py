"""What schemathesis does not know by itself about redline's bodies."""

import json

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def ndjson(context, value):
    """A record a line; what is no list or text is one line."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return value.encode("utf-8", "surrogatepass")
    lines = value if isinstance(value, list) else [value]
    return "\n".join(json.dumps(line) for line in lines).encode()


@schemathesis.deserializer(
    "application/x-ndjson", "text/csv", "text/html", "text/markdown", "text/plain"
)
def text(context, response):
    """Text is published as a string."""
    return response.content.decode("utf-8")
