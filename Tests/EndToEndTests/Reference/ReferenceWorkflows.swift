/// Documents and their corrections: rates, accuracies and intervals beside `measure.py`, and beside
/// what the authors of the data have published.
enum ReferenceWorkflows {
    private static let files = ["nerre-doping", "nerre-general", "sroie-ocr"]

    static func sections() async throws -> [ReferenceSection] {
        var rates: [ReferenceFigure] = []
        var fields: [ReferenceFigure] = []
        var published: [ReferenceFigure] = []
        for name in files {
            let data = try await ReferenceData("map_workflows.py", "workflows/\(name).ndjson.gz")
            let reference = try ReferenceData.reference("measure_\(name)")["all"]
            rates += try await self.rates(of: data, name, reference["counts"])
            fields += try await self.fields(of: data, name, reference["fields"])
            published += try await self.published(of: data, name)
            try await data.database.drop()
        }
        return [
            ReferenceSection(
                heading: "Editing and accuracy",
                text: """
                    Reference: `measure.py`, the definitions in Python, with the intervals worked
                    out there; edit distances by rapidfuzz.
                    """,
                figures: rates
            ),
            ReferenceSection(
                heading: "Accuracy of each field, with its interval",
                text: "Reference: `measure.py`.",
                figures: fields
            ),
            ReferenceSection(
                heading: "Documents without an error, as published",
                text: """
                    Reference: what the authors of the data state for their models (Dagdelen et al.
                    2024). One answer of llama-2-finetuned was no JSON and could not be recorded,
                    which is why the documents without an error are compared in number there: 88 of
                    310 are the published 0.284.
                    """,
                figures: published
            ),
        ]
    }

    private static func rates(
        of data: ReferenceData,
        _ name: String,
        _ reference: JSON
    ) async throws -> [ReferenceFigure] {
        let editing = try await data.row("editing_rate", "--by", "document_type")
        let accuracy = try await data.row("accuracy", "--by", "document_type")
        return ReferenceFigure.all(
            name,
            [
                "reviewed": "reviews", "untouched": "untouched",
                "untouched_rate": "untouched_rate", "untouched_low": "untouched_low",
                "untouched_high": "untouched_high", "fields": "extracted",
                "fields_edited": "fields_edited", "modified": "modified", "added": "added",
                "deleted": "deleted", "field_edit_rate": "field_edit_rate",
                "field_edit_low": "field_edit_low", "field_edit_high": "field_edit_high",
                "missing_rate": "missing_rate", "char_edit_rate": "char_edit_rate",
            ],
            of: editing,
            reference: reference
        )
            + ReferenceFigure.all(
                name,
                [
                    "reviews": "reviews", "document_accuracy": "untouched_rate",
                    "document_low": "untouched_low", "document_high": "untouched_high",
                    "precision": "precision", "recall": "recall", "f1": "f1",
                ],
                of: accuracy,
                reference: reference
            )
    }

    private static func fields(
        of data: ReferenceData,
        _ name: String,
        _ reference: JSON
    ) async throws -> [ReferenceFigure] {
        let rows = try await data.report("field_accuracy")["rows"].elements
        var byField: [String: JSON] = [:]
        for row in rows { byField[row["field"].string ?? ""] = row }
        guard Set(byField.keys) == reference.names else {
            throw SetupFailure("the fields of \(name) are not those of its reference")
        }
        return reference.names.sorted().flatMap { field in
            ReferenceFigure.all(
                name,
                [
                    "accuracy": "accuracy", "accuracy_low": "accuracy_low",
                    "accuracy_high": "accuracy_high", "recall": "recall", "f1": "f1",
                ],
                of: byField[field] ?? .null,
                reference: reference[field],
                place: "`\(field)`"
            )
        }
    }

    private static func published(
        of data: ReferenceData,
        _ name: String
    ) async throws -> [ReferenceFigure] {
        let reference = try ReferenceData.reference("published_nerre_exact_match")
        func row(_ report: String, _ model: String) async throws -> JSON {
            let rows = try await data.report(report, "--by", "model")["rows"].elements
            return rows.first { $0["model"].string == model } ?? .null
        }
        switch name {
        case "nerre-doping":
            var figures: [ReferenceFigure?] = []
            for kind in ["json", "eng"] {
                let key = "doping gpt3 \(kind) (Frac. of sequences exactly correct)"
                let model = "gpt3-\(kind)-n413"
                let found = try await row("accuracy", model)["document_accuracy"]
                let figure = "`document_accuracy` of \(model)"
                figures.append(ReferenceFigure(name, figure, reference[key]["published"], found))
            }
            return figures.compactMap(\.self)
        case "nerre-general":
            // One answer of that model was no JSON, and so no document that could be recorded.
            let key = "general llama2 (All Exact match accuracy average, readme)"
            let model = "llama-2-finetuned"
            let found = try await row("editing_rate", model)["untouched"]
            let figure = "`untouched` of \(model)"
            return [ReferenceFigure(name, figure, reference[key]["k"], found)].compactMap(\.self)
        default: return []
        }
    }
}
