import Foundation
import Testing

@Suite("Real summaries and their post-edits", .enabled(if: SharedData.isThere))
struct SummaryDataTests {
    private struct Source: Decodable {
        let id: String
        let edits: Int
        let sacrebleuEdits: Int
        let refWords: Int
    }

    @Test("have the edits that are published and those of an independent count")
    func edits() async throws {
        let database = try await TestDatabase.migrated()
        var sources: [String: Source] = [:]
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        for name in ["en-de", "en-zh", "et-en"] {
            let path = "edit-rate/mlqe-pe_\(name).ndjson.gz"
            for line in try await Mapped.source(path) {
                let source = try decoder.decode(Source.self, from: Data(line.utf8))
                sources[source.id] = source
            }
            let lines = try await Mapped.lines("map_summaries.py", path)
            let result = try await database.redline(
                ["ingest", "-"],
                stdin: Array(lines.joined(separator: "\n").utf8)
            )
            #expect(result.stderr == "\(lines.count) recorded, 0 recorded before, 0 refused\n")
            let report = try await Mapped.report(
                database,
                ["editing_rate", "--by", "document_type"]
            )
            if name == "en-de" {
                let compared = try await SharedData.python(
                    "compare_reference.py",
                    ["--summaries", SharedData.file(path).path, "--editing-json", report]
                )
                #expect(compared.status == 0, "\(compared.text)")
            }
        }
        let rows = try await database.rows(
            """
            select first.document_id, last.ter_edits, last.ter_reference_words
            from redline.export_stage first
            join redline.export_stage last using (owner, workflow_id, revision)
            where first.stage = 1 and last.stage = 3
            """
        )
        #expect(rows.count == 6_000)
        var published = 0
        var differences: [String] = []
        for row in rows {
            let source = try #require(row[0].flatMap { sources[$0] })
            let edits = row[1].flatMap { Int($0) }
            if edits == source.edits { published += 1 }
            let isSame = edits == source.sacrebleuEdits && row[2] == "\(source.refWords)"
            if !isSame { differences.append("\(source.id): \(row)") }
        }
        #expect(differences.isEmpty, "\(differences.prefix(10))")
        #expect(published >= 5_994)
        try await database.drop()
    }
}
