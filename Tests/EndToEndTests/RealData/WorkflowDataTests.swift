import Foundation
import Testing

@Suite("Real workflows", .enabled(if: SharedData.isThere))
struct WorkflowDataTests {
    static let files = ["nerre-doping", "nerre-general", "sroie-ocr"]

    @Test("give the figures of an independent reference", arguments: files)
    func reference(name: String) async throws {
        let lines = try await Mapped.lines("map_workflows.py", "workflows/\(name).ndjson.gz")
        let database = try await TestDatabase.migrated()
        let plain = Array((lines.joined(separator: "\n") + "\n").utf8)
        let half = lines.count / 2
        let packed = try await Gzip.pack(Array(lines[..<half].joined(separator: "\n").utf8))
        // The first half packed, then all of it: the half is known by then.
        let first = try await database.redline(
            ["ingest", try Scratch.file(packed, "ndjson.gz").path]
        )
        #expect(first.status == 0)
        #expect(first.stderr == "\(half) recorded, 0 recorded before, 0 refused\n")
        let file = try Scratch.file(plain).path
        let second = try await database.redline(["ingest", file])
        #expect(second.status == 0)
        #expect(
            second.stderr
                == "\(lines.count - half) recorded, \(half) recorded before, 0 refused\n"
        )
        let third = try await database.redline(["ingest", file])
        #expect(third.status == 0)
        #expect(third.stderr == "0 recorded, \(lines.count) recorded before, 0 refused\n")
        #expect(try await database.recordCount() == lines.count)

        var options = ["--reference", SharedData.file("reference/measure_\(name).json").path]
        for (option, report) in [
            ("--report-json", ["field_accuracy"]), ("--patterns-json", ["correction_patterns"]),
            ("--editing-json", ["editing_rate", "--by", "document_type"]),
            ("--accuracy-json", ["accuracy", "--by", "document_type"]),
            ("--calibration-json", ["calibration"]), ("--threshold-json", ["review_threshold"]),
        ] {
            options += [option, try await Mapped.report(database, report)]
        }
        let compared = try await SharedData.python("compare_reference.py", options)
        #expect(compared.status == 0, "\(compared.text.suffix(2_000))")
        // A model of its own is a group of the reference.
        if name != "sroie-ocr" {
            let byModel = [
                "--reference", SharedData.file("reference/measure_\(name).json").path,
                "--editing-json",
                try await Mapped.report(database, ["editing_rate", "--by", "model"]),
                "--accuracy-json",
                try await Mapped.report(database, ["accuracy", "--by", "model"]),
            ]
            let compared = try await SharedData.python("compare_reference.py", byModel)
            #expect(compared.status == 0, "\(compared.text.suffix(2_000))")
        }
        try await database.drop()
    }

    @Test("give the same reports whether they come by file or by HTTP", arguments: files)
    func ways(name: String) async throws {
        let lines = try await Mapped.lines("map_workflows.py", "workflows/\(name).ndjson.gz")
        let byFile = try await TestDatabase.migrated()
        let ingested = try await byFile.redline(
            ["ingest"],
            stdin: Array(lines.joined(separator: "\n").utf8)
        )
        #expect(ingested.status == 0)
        try await ServerUnderTest.run {
            let server = try ServerUnderTest.current
            try await post(lines, to: server)
            for report in Mapped.reports {
                let arguments = ["report"] + report + ["--format", "csv"]
                let expected = try await byFile.redline(arguments)
                let found = try await server.database.redline(arguments)
                #expect(found.text == expected.text, "\(report)")
            }
        }
        try await byFile.drop()
    }

    /// Posts each stage by itself, eight workflows at a time.
    private func post(_ lines: [String], to server: ServerUnderTest) async throws {
        let key = try await server.key("recorder")
        let workflows = stride(from: 0, to: lines.count, by: 2).map { Array(lines[$0..<($0 + 2)]) }
        try await withThrowingTaskGroup { group in
            for worker in 0..<8 {
                group.addTask {
                    for index in stride(from: worker, to: workflows.count, by: 8) {
                        let stages = workflows[index]
                        let first = try await server.post("/api/v1/exports", key, text: stages[0])
                        try #require(first.status == 201, "\(first.text)")
                        let id = try #require(try first.json["export_workflow_id"].string)
                        let path = "/api/v1/exports/\(id)/modifications"
                        let second = try await server.post(path, key, text: stages[1])
                        try #require(second.status == 201, "\(second.text)")
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
