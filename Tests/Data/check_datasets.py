#!/usr/bin/env python3
"""Usage: check_datasets.py FOLDER

FOLDER has a dataset of each shape in a folder of the shape's name, exported by redline. Hugging Face
`datasets` loads each by its card; TRL's own functions tell the format, apply a chat template (which
refuses columns that do not go together) and turn preferences into unpaired ones; the OpenAI shapes
are held against a JSON schema of the published format, and what a schema cannot say is checked here.
Ends with status 1 where anything does not fit, and says what.
"""
import collections
import hashlib
import json
import pathlib
import sys

import datasets
import jsonschema
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast
from trl import data_utils

TRL = {
    "sft": ({"messages"}, {"tools"}),
    "dpo": ({"prompt", "chosen", "rejected"}, {"tools"}),
    "kto": ({"prompt", "completion", "label"}, {"tools"}),
}
TEMPLATE = (
    "{% if tools %}<tools>{{ tools | tojson }}</tools>{% endif %}"
    "{% for m in messages %}<{{ m.role }}>{{ m.content or '' }}"
    "{% for c in m.tool_calls or [] %}{{ c.function.name }}({{ c.function.arguments | tojson }})"
    "{% endfor %}</{{ m.role }}>{% endfor %}{% if add_generation_prompt %}<assistant>{% endif %}"
)
faults = []


def fault(shape, text):
    faults.append(f"{shape}: {text}")


def tokenizer():
    """One that knows no words: what is checked is the form of what it is given."""
    plain = Tokenizer(models.WordLevel({"?": 0}, unk_token="?"))
    plain.pre_tokenizer = pre_tokenizers.Whitespace()
    return PreTrainedTokenizerFast(tokenizer_object=plain, unk_token="?", chat_template=TEMPLATE)


def check_manifest(shape, folder):
    manifest = json.loads((folder / "manifest.json").read_text())
    for entry in manifest["files"]:
        content = (folder / entry["name"]).read_bytes()
        if hashlib.sha256(content).hexdigest() != entry["sha256"]:
            fault(shape, f"{entry['name']} has another SHA-256 than its manifest")
        if content.count(b"\n") != entry["lines"]:
            fault(shape, f"{entry['name']} has another number of lines than its manifest")
    return manifest


def check_trl(shape, split, rows, words):
    needed, allowed = TRL[shape]
    columns = set(rows.column_names)
    if not needed <= columns <= needed | allowed:
        fault(shape, f"{split} has the columns {sorted(columns)}")
    for place, row in enumerate(rows):
        # A column that only other lines have comes as null here.
        row = {name: value for name, value in row.items() if value is not None}
        if not data_utils.is_conversational(row):
            fault(shape, f"{split} {place} is not conversational")
            continue
        try:
            texts = data_utils.apply_chat_template(row, words, tools=row.get("tools"))
        except Exception as error:  # Whatever TRL has against it.
            fault(shape, f"{split} {place}: {type(error).__name__}: {error}")
            continue
        if shape == "sft" and not texts["text"]:
            fault(shape, f"{split} {place} has no text")
        if shape == "dpo" and (not texts["chosen"] or texts["chosen"] == texts["rejected"]):
            fault(shape, f"{split} {place} has no two sides")
        if shape == "kto" and (not texts["completion"] or not isinstance(texts["label"], bool)):
            fault(shape, f"{split} {place} has no completion and label")
    if shape == "dpo":
        unpaired = data_utils.unpair_preference_dataset(rows)
        if len(unpaired) != 2 * len(rows):
            fault(shape, f"{split} cannot be unpaired")


def check_openai(shape, place, line, validator):
    for error in validator.iter_errors(line):
        fault(shape, f"{place}: {error.json_path}: {error.message[:200]}")
    messages = line.get("messages") or line.get("input")
    messages = messages["messages"] if isinstance(messages, dict) else messages
    known = {tool["function"]["name"] for tool in line.get("tools", [])}
    open_calls = []
    for message in messages:
        if message["role"] == "tool":
            if message["tool_call_id"] not in open_calls:
                fault(shape, f"{place}: an answer to no call")
            else:
                open_calls.remove(message["tool_call_id"])
            continue
        if open_calls:
            fault(shape, f"{place}: {len(open_calls)} calls without an answer")
        open_calls = [call["id"] for call in message.get("tool_calls", [])]
        if len(set(open_calls)) != len(open_calls):
            fault(shape, f"{place}: two calls of one id")
        for call in message.get("tool_calls", []):
            if not isinstance(json.loads(call["function"]["arguments"]), dict):
                fault(shape, f"{place}: arguments are no object")
            if shape == "openai-sft" and call["function"]["name"] not in known:
                fault(shape, f"{place}: a call of an unknown tool")
    if shape == "openai-sft" and messages[-1]["role"] != "assistant":
        fault(shape, f"{place}: the last message is not the assistant's")


def main():
    root = pathlib.Path(sys.argv[1])
    schema = json.loads((pathlib.Path(__file__).parent / "Datasets/openai_schema.json").read_text())
    words = tokenizer()
    datasets.disable_progress_bars()
    for folder in sorted(path for path in root.iterdir() if path.is_dir()):
        shape = folder.name.split("_")[0]
        manifest = check_manifest(folder.name, folder)
        loaded = datasets.load_dataset(str(folder), cache_dir=str(root / ".cache"))
        counts = collections.Counter({name: len(rows) for name, rows in loaded.items()})
        written = {k: v for k, v in manifest["counts"]["lines"].items() if v}
        if counts != written:
            fault(folder.name, f"{dict(counts)} loaded, {written} written")
        if not sum(counts.values()):
            fault(folder.name, "nothing was written")
        if shape in TRL:
            for split, rows in loaded.items():
                check_trl(shape, split, rows, words)
        if shape in schema["$defs"]:
            validator = jsonschema.Draft202012Validator(
                {"$ref": f"#/$defs/{shape}", "$defs": schema["$defs"]}
            )
            for path in sorted(folder.glob("*.jsonl")):
                if path.name == "records.jsonl":
                    continue
                for place, text in enumerate(path.read_text().splitlines(), 1):
                    check_openai(shape, f"{path.name}:{place}", json.loads(text), validator)
        print(f"{folder.name}: {dict(counts)}")
    for text in faults[:50]:
        print(text, file=sys.stderr)
    if faults:
        sys.exit(f"{len(faults)} faults")


if __name__ == "__main__":
    main()
