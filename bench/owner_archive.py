"""Whether an owner's archive is of one instant, although records were written meanwhile.

    owner_archive.py FILE BEFORE AFTER

Records were written one after the other: BEFORE of them had been when the export began, AFTER when
it had ended, every second one the owner's. What is in the archive has to be all up to one of them,
and the calls of tools to be those of just these. It fails where that is not so.
"""

import json
import sys
import zipfile

path, before, after = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])


def records(archive, member):
    """The records of a member."""
    with archive.open(member) as file:
        for line in file:
            if b'"written-' in line:
                yield json.loads(line)


def number(record):
    return int(record["interaction_id"].removeprefix("written-"))


with zipfile.ZipFile(path) as archive:
    interactions = sorted(map(number, records(archive, "interactions.ndjson")))
    calls = sorted(map(number, records(archive, "tool_calls.ndjson")))

expected = list(range(0, 2 * len(interactions), 2))
if interactions != expected:
    sys.exit("the interactions in the archive are not all up to one of them")
if calls != interactions:
    sys.exit("the calls of tools in the archive are not those of its interactions")
last = 2 * len(interactions)
if not before <= last <= after:
    sys.exit(f"the archive ends at record {last}, written were {before} to {after}")
print(
    f"          of one instant: {before} records had been written before, {after} after; "
    f"it has those up to {last}"
)
if after <= before + 2:
    sys.exit("nothing was written meanwhile: this says nothing")
