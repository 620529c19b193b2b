import Foundation

/// Records of which datasets are made, and what the tests read of those.
enum DatasetSample {
    static let ids = (1...6).map { "01a00000-0000-7000-8000-00000000000\($0)" }

    /// An edited document, one confirmed as it was, one that nobody reviewed, one of which only the
    /// writing was changed, and an edited summary.
    static var workflows: [JSON] {
        let edited = review(
            0,
            "ann@example.com",
            ["vendor": "Acme Corp", "contact": "bob@example.com", "total": 10],
            ["vendor": "Acme Corporation", "contact": "bob@example.com", "total": 12.5]
        )
        let confirmed = review(1, "ben@example.com", ["vendor": "Beta", "total": 7], nil)
        let pending = review(2, "cyd@example.com", ["vendor": "Gamma"], nil)[0]
        let format = review(3, "dan@example.com", ["vendor": "DELTA inc"], ["vendor": "Delta Inc"])
        var summary = review(4, "eve@example.com", ["vendor": "Epsilon"], nil)
        summary[0]["ai_initial_summary"] = "An invoice of Epsilon for +49 30 1234567."
        summary[1]["ai_final_summary"] = "An invoice of Epsilon Limited for +49 30 1234567."
        return edited + confirmed + [pending] + format + summary
    }

    private static func review(
        _ place: Int,
        _ owner: String,
        _ original: JSON,
        _ modified: JSON?
    ) -> [JSON] {
        var stages = MiningRecords.review(owner, original, modified)
        for stage in stages.indices {
            stages[stage]["export_workflow_id"] = .string(ids[place])
            stages[stage]["timestamp"] = .string(Sample.time(secondsAgo: 3_600 - Double(place)))
        }
        stages[0]["document_id"] = .string("doc-\(place)")
        stages[0]["ai_initial_summary"] = .string("Summary \(place).")
        if modified == nil { stages[1]["ai_final_summary"] = .string("Summary \(place).") }
        return stages
    }

    /// A thread with a failed tool call, a repeated message and an answer that served.
    static var interactions: [JSON] {
        var first = MiningRecords.interaction(
            "Where is order 77?",
            "fay@example.com",
            minutesAgo: 30,
            calls: [("find_order", "Timeout")],
            thread: "t-1"
        )
        first["tool_calls"] = [
            [
                "tool_name": "find_order", "arguments": ["id": 77, "mail": "fay@example.com"],
                "error": "Timeout", "status": "error",
            ]
        ]
        first["assistant_response"] = "I do not know."
        var second = MiningRecords.interaction(
            "Where is order 77??",
            "fay@example.com",
            minutesAgo: 29,
            thread: "t-1"
        )
        second["assistant_response"] = "It is on its way."
        return [first, second]
    }
}

extension TestDatabase {
    /// The folder of a dataset that was exported to it.
    func dataset(_ arguments: [String], to folder: URL? = nil) async throws -> URL {
        let folder = folder ?? Scratch.folder.appending(path: UUID().uuidString)
        let result = try await redline(["corrections", "export", "--to", folder.path] + arguments)
        guard result.status == 0 else { throw SetupFailure("\(arguments): \(result.stderr)") }
        return folder
    }
}

extension URL {
    func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: appending(path: name)))
    }

    func text(_ name: String = "train.jsonl") throws -> String {
        String(decoding: try bytes(name), as: UTF8.self)
    }

    func lines(_ name: String = "train.jsonl") throws -> [JSON] {
        try text(name).split(separator: "\n").map { try JSON(parsing: String($0)) }
    }
}

extension TestDatabase {
    /// What the audit trail tells of the corrections that were read or exported.
    func auditedCorrections() async throws -> [[String?]] {
        try await rows(
            """
            select action, split_part(actor, ':', 1), role, cardinality(whose)::text, detail::text
            from redline.audit_entry where action in ('read_corrections', 'export_corrections')
            order by entry_id
            """
        )
    }
}
