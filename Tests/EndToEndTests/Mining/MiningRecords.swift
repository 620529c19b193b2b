import Foundation

/// Records of many owners, as lines for `redline ingest`.
enum MiningRecords {
    /// An interaction, so many minutes ago, with the errors of its tool calls; nil succeeded.
    static func interaction(
        _ message: String,
        _ owner: String,
        minutesAgo: Int,
        calls: [(tool: String, error: String?)] = [],
        thread: String? = nil
    ) -> JSON {
        var record = Sample.interaction(
            message,
            user: owner,
            thread: thread,
            at: Sample.time(secondsAgo: Double(minutesAgo) * 60)
        )
        record["interaction_id"] = .string("\(owner) \(minutesAgo)")
        record["tool_calls"] = .array(
            calls.map { call in
                var record: JSON = [
                    "tool_name": .string(call.tool), "arguments": [:],
                    "status": call.error == nil ? "success" : "error",
                ]
                // An empty text stands for a failure that said nothing.
                if let error = call.error, !error.isEmpty { record["error"] = .string(error) }
                return record
            }
        )
        return record
    }

    /// Stages 1 and 2 of one workflow, or 1 and 3 where nothing was modified.
    static func review(
        _ owner: String,
        _ original: JSON,
        _ modified: JSON?,
        revision: Int = 1
    ) -> [JSON] {
        let id: JSON = .string(UUID().uuidString.lowercased())
        var first = Sample.summary(owner: owner)
        first["initial_extracted_data"] = original
        var second = modified.map { Sample.modifications(original, $0) } ?? Sample.deliverable
        second["owner_email"] = .string(owner)
        second["changes"] = []
        var stages = [first, second]
        let names = [
            "initial_ai_summary",
            modified == nil ? "final_summary_and_deliverable" : "user_modifications",
        ]
        for (place, name) in names.enumerated() {
            stages[place]["stage"] = .string(name)
            stages[place]["export_workflow_id"] = id
            stages[place]["revision"] = .number(Double(revision))
        }
        return stages
    }
}

extension TestDatabase {
    /// Records lines, all of which have to be accepted.
    func ingest(_ records: [JSON]) async throws {
        let lines = try records.map { try $0.text }.joined(separator: "\n")
        let result = try await redline(["ingest"], stdin: Array(lines.utf8))
        guard result.status == 0 else { throw SetupFailure("ingest: \(result.stderr)") }
    }

    /// The rows of a report as CSV prints them, without the line of names.
    func report(_ arguments: [String]) async throws -> [String] {
        let result = try await redline(["report"] + arguments + ["--format", "csv"])
        guard result.status == 0 else { throw SetupFailure("\(arguments): \(result.stderr)") }
        return result.text.split(separator: "\n").dropFirst().map(String.init)
    }
}
