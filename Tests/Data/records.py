"""What the map_*.py scripts share: reading NDJSON, times, ids, and writing records."""
import datetime
import gzip
import hashlib
import json
import sys

UTC = datetime.timezone.utc


def read(path):
    """The objects of an NDJSON file, gzip'd where its name ends in .gz; - is standard input."""
    if path == "-":
        stream = sys.stdin.buffer
    elif path.endswith(".gz"):
        stream = gzip.open(path, "rb")
    else:
        stream = open(path, "rb")
    with stream:
        # Bytes, because str.splitlines() and text mode would split at more than the newline.
        for line in stream:
            if line.strip():
                yield json.loads(line)


def write(record):
    """One record as one line on standard output."""
    line = json.dumps(record, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    sys.stdout.buffer.write(line.encode("utf-8") + b"\n")


def time(text):
    """A time from ISO 8601; a date alone is its midnight, a missing offset is UTC."""
    parsed = datetime.datetime.fromisoformat(text)
    return parsed.replace(tzinfo=parsed.tzinfo or UTC).astimezone(UTC)


def default_start():
    """Midnight (UTC) twenty days ago: within any retention, and the same for a whole day."""
    today = datetime.datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return today - datetime.timedelta(days=20)


def rfc3339(moment):
    """A time with six decimals of a second, ending in Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def later(moment, seconds):
    return moment + datetime.timedelta(seconds=seconds)


def number(name, below):
    """A whole number in 0 ..< below that follows from a name alone."""
    return int.from_bytes(hashlib.sha256(name.encode("utf-8")).digest()[:8], "big") % below


def uuid7(moment, name):
    """A UUID of version 7 (RFC 9562) of that millisecond; its other bits follow from the name."""
    milliseconds = (moment - datetime.datetime(1970, 1, 1, tzinfo=UTC)) // datetime.timedelta(
        milliseconds=1
    )
    noise = int.from_bytes(hashlib.sha256(name.encode("utf-8")).digest(), "big")
    bits = milliseconds << 80 | 7 << 76 | (noise & 0xFFF) << 64
    bits |= 2 << 62 | (noise >> 12) & ((1 << 62) - 1)
    digits = f"{bits:032x}"
    return "-".join(
        [digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]]
    )


def owner(name, owners):
    """One of so many reviewers, always the same for the same name."""
    return f"reviewer-{number('owner ' + name, owners)}@example.org"


def add_start(parser):
    parser.add_argument(
        "--start",
        type=time,
        default=default_start(),
        help="time of the first record, ISO 8601 (default: midnight UTC, 20 days ago)",
    )


def add_owners(parser):
    parser.add_argument("--owners", type=int, default=20, help="number of reviewers (20)")
