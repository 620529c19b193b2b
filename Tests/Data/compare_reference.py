#!/usr/bin/env python3
"""Usage: compare_reference.py --reference measure_X.json [--group MODEL]
           [--report-json field_accuracy.json] [--patterns-json correction_patterns.json]
           [--editing-json editing_rate.json] [--accuracy-json accuracy.json]
           [--calibration-json calibration.json] [--threshold-json review_threshold.json]
       compare_reference.py --summaries FILE.ndjson[.gz] --editing-json editing_rate.json

Compares reports (`redline report NAME --format json`) with reference figures, each to 1e-9.
editing_rate and accuracy may have one row, which is compared in full, or one a model, each of
which is compared with the reference's group of that model; of other rows the counts are added up
and compared. --group takes the reference's figures for one model. --summaries compares
summary_ter with the published edits. Prints each difference and a summary; exit status 1 where
there is one, 2 where nothing could be compared.
"""
import argparse
import json
import math
import sys

import records

TOLERANCE = 1e-9

FIELD = (
    "extracted kept modified deleted added accuracy accuracy_low accuracy_high precision recall f1"
).split()
PATTERN = "corrections share".split()
BIN = "bin_low bin_high count mean_confidence accuracy gap".split()
CALIBRATION = "ece mce brier auroc count".split()
RISK = "threshold coverage error_rate error_high".split()
# The report's name of a figure, and the reference's; the first are counts, which add up.
EDITING_COUNTS = {
    "reviewed": "reviews", "untouched": "untouched", "edited": "edited", "fields": "extracted",
    "fields_edited": "fields_edited", "modified": "modified", "added": "added",
    "deleted": "deleted",
}
EDITING = EDITING_COUNTS | {
    name: name
    for name in (
        "untouched_rate untouched_low untouched_high field_edit_rate field_edit_low"
        " field_edit_high missing_rate char_edit_rate"
    ).split()
}
ACCURACY_COUNTS = {"reviews": "reviews"}
ACCURACY = ACCURACY_COUNTS | {
    "document_accuracy": "untouched_rate", "document_low": "untouched_low",
    "document_high": "untouched_high", "precision": "precision", "recall": "recall", "f1": "f1",
}


class Comparison:
    """Counts what was compared and prints what differs."""

    def __init__(self):
        self.report, self.compared, self.differences = "", 0, 0

    def start(self, report):
        self.report = report

    def differ(self, text):
        self.differences += 1
        print(f"{self.report}: {text}")

    def figure(self, place, name, actual, expected):
        self.compared += 1
        if not equal(actual, expected):
            self.differ(f"{place} {name}: {shown(actual)}, expected {shown(expected)}")

    def row(self, place, row, expected, names):
        """Compares a row's figures; `names` gives the reference's name of each."""
        for name, theirs in names.items():
            if name in row:
                self.figure(place, name, row[name], expected[theirs])
            else:
                self.compared += 1
                self.differ(f"{place} has no column {name}")

    def table(self, rows, expected, key, names):
        """Compares rows with the reference's, by their key; each has to be on both sides, once."""
        found = {}
        for row in rows:
            if (k := key(row)) in found:
                self.differ(f"{k} stands there twice")
            found[k] = row
        for k in expected.keys() - found.keys():
            self.differ(f"{k} is missing")
        for k in found.keys() - expected.keys():
            self.differ(f"{k} is not in the reference")
        for k in sorted(expected.keys() & found.keys(), key=str):
            self.row(k, found[k], expected[k], names)


def equal(actual, expected):
    if actual is None or expected is None:
        return actual is expected
    if isinstance(actual, bool) or not isinstance(actual, (int, float)):
        return False
    return math.isclose(actual, expected, rel_tol=TOLERANCE, abs_tol=TOLERANCE)


def shown(value):
    return "null" if value is None else repr(value)


def same(names):
    return {name: name for name in names}


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def answer(path, comparison, report):
    """A report's answer, after a look at whether it is the whole of that report."""
    comparison.start(report)
    found = load(path)
    if found.get("report", report) != report:
        comparison.differ(f"{path} is the report {found['report']}")
    if found.get("truncated"):
        comparison.differ("the answer was cut: raise its limit")
    return found


def counts(reference):
    """The reference's counts, with the one that follows from two others."""
    found = reference["counts"]
    return found | {"edited": found["reviews"] - found["untouched"]}


def groups(comparison, rows, whole, by_model, names, count_names):
    """One row is the whole; rows by model are the reference's groups; of others counts add up."""
    if not rows:
        comparison.differ("no rows")
    elif len(rows) == 1:
        comparison.row("the row", rows[0], counts(whole), names)
    elif all(row.get("model") in by_model for row in rows):
        expected = {model: counts(group) for model, group in by_model.items()}
        comparison.table(rows, expected, lambda row: row["model"], names)
    else:
        total = {name: sum(row.get(name) or 0 for row in rows) for name in count_names}
        comparison.row(f"the sum of {len(rows)} rows", total, counts(whole), count_names)


def compare_measures(arguments, comparison):
    reference = load(arguments.reference)
    whole, by_model = reference["all"], {}
    if arguments.group is not None:
        whole = reference["groups"][arguments.group]
    elif reference.get("by") == "metadata.model":
        by_model = reference["groups"]
    if arguments.report_json:
        rows = answer(arguments.report_json, comparison, "field_accuracy")["rows"]
        comparison.table(rows, whole["fields"], lambda row: row["field"], same(FIELD))
    if arguments.patterns_json:
        rows = answer(arguments.patterns_json, comparison, "correction_patterns")["rows"]

        def key(row):
            return row["field"], row["change_type"], row["pattern"]

        expected = {key(row): row for row in whole["patterns"]}
        comparison.table(rows, expected, key, same(PATTERN))
    if arguments.editing_json:
        rows = answer(arguments.editing_json, comparison, "editing_rate")["rows"]
        groups(comparison, rows, whole, by_model, EDITING, EDITING_COUNTS)
    if arguments.accuracy_json:
        rows = answer(arguments.accuracy_json, comparison, "accuracy")["rows"]
        groups(comparison, rows, whole, by_model, ACCURACY, ACCURACY_COUNTS)
    confidence = whole.get("confidence")
    if arguments.calibration_json:
        found = answer(arguments.calibration_json, comparison, "calibration")
        compare_calibration(comparison, found, confidence)
    if arguments.threshold_json:
        found = answer(arguments.threshold_json, comparison, "review_threshold")
        compare_threshold(comparison, found, confidence)


def compare_calibration(comparison, found, confidence):
    """Bins that hold nothing may be left out of the report."""

    def key(row):
        return round(row["bin_low"], 6)

    shown_bins = {key(row) for row in found["rows"]}
    expected = {
        key(row): row for row in confidence["bins"] if row["count"] or key(row) in shown_bins
    }
    comparison.table(found["rows"], expected, key, same(BIN))
    comparison.row("totals", found.get("totals") or {}, confidence, same(CALIBRATION))


def compare_threshold(comparison, found, confidence):
    """The report has the reference's thresholds; where there are no items, neither has any."""
    rows = found["rows"]
    comparison.figure("the report", "thresholds", len(rows), len(confidence["risk_coverage"]))
    expected = {round(row["threshold"], 6): row for row in confidence["risk_coverage"]}
    for row in rows:
        if (threshold := round(row["threshold"], 6)) in expected:
            comparison.row(f"threshold {threshold}", row, expected[threshold], same(RISK))
    if rows:
        totals = found.get("totals") or {}
        comparison.row("totals", totals, confidence, same(["recommended_threshold"]))


def compare_summaries(arguments, comparison):
    rows = list(records.read(arguments.summaries))
    edits, words = sum(r["sacrebleu_edits"] for r in rows), sum(r["ref_words"] for r in rows)
    expected = {"workflows": len(rows), "reviewed": len(rows), "summary_ter": edits / words}
    found = answer(arguments.editing_json, comparison, "editing_rate")["rows"]
    if len(found) == 1:
        comparison.row("the row", found[0], expected, same(expected))
    else:
        comparison.differ(f"{len(found)} rows: summary_ter can be compared in a single one")


def main():
    parser = argparse.ArgumentParser(usage=__doc__.removeprefix("Usage: "))
    for option in (
        "reference group report-json patterns-json editing-json accuracy-json calibration-json"
        " threshold-json summaries"
    ).split():
        parser.add_argument("--" + option)
    arguments = parser.parse_args()
    comparison = Comparison()
    if arguments.summaries and arguments.editing_json:
        compare_summaries(arguments, comparison)
    elif arguments.reference:
        compare_measures(arguments, comparison)
    else:
        parser.error("--reference, or --summaries with --editing-json, is needed")
    print(f"{comparison.compared} figures compared, {comparison.differences} differences")
    if comparison.differences:
        return 1
    return 0 if comparison.compared else 2


if __name__ == "__main__":
    sys.exit(main())
