/// Machine translations and their post-edits: translation edit rate, edit distances, percentiles.
enum ReferenceTexts {
    private static let languages = ["en-de", "en-zh", "et-en"]

    static func sections() async throws -> [ReferenceSection] {
        var rates: [ReferenceFigure] = []
        var distances: [ReferenceFigure] = []
        var percentiles: [ReferenceFigure] = []
        for language in languages {
            let name = "mlqe-pe_\(language)"
            let file = "edit-rate/\(name).ndjson.gz"
            let data = try await ReferenceData("map_summaries.py", file, ["--edits"])
            let editing = try await data.row("editing_rate", "--by", "document_type")
            rates += try await self.rates(of: data, name, editing)
            distances += try await self.distances(of: data, name, file, editing)
            percentiles += try await self.percentiles(of: data, name)
            try await data.database.drop()
        }
        return [
            ReferenceSection(
                heading: "Translation edit rate",
                text: """
                    Reference: `ter.py`, which is sacrebleu with its default settings. The edits of
                    5,998 of the 6,000 texts are also those that the authors of the data published.
                    """,
                figures: rates
            ),
            ReferenceSection(
                heading: "Edit distances",
                text: """
                    Reference: `cer.py`, which is rapidfuzz on code points. The texts are a field
                    that a person edited; `char_edit_rate` has the longer of the two lengths below
                    the line.
                    """,
                figures: distances
            ),
            ReferenceSection(
                heading: "Percentiles",
                text: """
                    Reference: `percentiles.py`, which is numpy's linear interpolation. The
                    published HTER of each text was recorded as the time of editing, of processing
                    and in all. As of a time redline counts the records; else the roll-ups, within
                    1 %.
                    """,
                figures: percentiles
            ),
        ]
    }

    private static func rates(
        of data: ReferenceData,
        _ name: String,
        _ editing: JSON
    ) async throws -> [ReferenceFigure] {
        let reference = try ReferenceData.reference("ter_\(name)")["ALL"]
        let sums = try await data.database.rows(
            "select sum(ter_edits), sum(ter_reference_words) from redline.export_stage"
        )
        let found = sums.first?.map { $0.flatMap { Double($0) } } ?? []
        return [
            ReferenceFigure(name, "edits", reference["edits"].number ?? .nan, found.first ?? nil),
            ReferenceFigure(
                name,
                "words of the references",
                reference["ref_words"].number ?? .nan,
                found.last ?? nil
            ),
            ReferenceFigure(name, "`summary_ter`", reference["corpus_ter"], editing["summary_ter"]),
        ].compactMap { $0 }
    }

    private static func distances(
        of data: ReferenceData,
        _ name: String,
        _ file: String,
        _ editing: JSON
    ) async throws -> [ReferenceFigure] {
        let totals = try ReferenceData.reference("cer_codepoint_\(name)")["ALL"]["totals"]
        guard let distance = totals["char_dist"].number else { return [] }
        let sum = try await data.database.count("select sum(edit_distance) from redline.correction")
        var longer = 0
        for line in try await Mapped.source(file) {
            let row = try JSON(parsing: line)
            guard let machine = row["mt"].string, let person = row["pe"].string else { continue }
            let lengths = [machine.unicodeScalars.count, person.unicodeScalars.count]
            let isSame = machine.unicodeScalars.elementsEqual(person.unicodeScalars)
            longer += isSame ? 0 : lengths.max() ?? 0
        }
        return [
            ReferenceFigure(
                name,
                "texts left as they were",
                totals["unchanged"],
                editing["untouched"]
            ),
            ReferenceFigure(name, "sum of the distances", distance, Double(sum)),
            ReferenceFigure(
                name,
                "`char_edit_rate`",
                distance / Double(longer),
                editing["char_edit_rate"].number
            ),
        ].compactMap { $0 }
    }

    private static func percentiles(
        of data: ReferenceData,
        _ name: String
    ) async throws -> [ReferenceFigure] {
        let reference = try ReferenceData.reference("percentiles_hter_\(name)")["groups"]["ALL"][
            "percentile_cont"
        ]
        let editingNames: KeyValuePairs = [
            "editing_seconds_p50": "50.0", "editing_seconds_p90": "90.0",
            "editing_seconds_p99": "99.0",
        ]
        let qualityNames: KeyValuePairs = [
            "processing_ms_p50": "50.0", "processing_ms_p95": "95.0", "total_seconds_p50": "50.0",
        ]
        var figures: [ReferenceFigure] = []
        for (report, names) in [("editing_rate", editingNames), ("quality", qualityNames)] {
            let exact = try await data.rowFromRecords(report, "--by", "document_type")
            let rolledUp = try await data.row(report, "--by", "document_type")
            figures += ReferenceFigure.all(name, names, of: exact, reference: reference)
            figures += ReferenceFigure.rolledUp(name, names, of: rolledUp, reference: reference)
        }
        return figures
    }
}
