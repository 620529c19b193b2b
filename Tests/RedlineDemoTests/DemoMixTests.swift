import Foundation
import RedlineDemo
import Testing

/// The proportions that make the reports worth looking at.
@Suite struct DemoMixTests {
    private typealias Record = [String: Any]

    private static let lines = Array(
        DemoRecords(now: Date(timeIntervalSince1970: 1_763_653_500))
    )

    private static func records() throws -> [Record] {
        try lines.map { line in
            let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
            return try #require(value as? Record)
        }
    }

    private static func workflows() throws -> [[Record]] {
        let stages = try records().filter { $0["stage"] != nil }
        return Dictionary(grouping: stages) { $0["export_workflow_id"] as? String ?? "" }
            .values.map { Array($0) }
    }

    private static func stage(_ name: String, of workflow: [Record]) -> Record? {
        workflow.first { $0["stage"] as? String == name && $0["revision"] == nil }
    }

    private static func isEdited(_ workflow: [Record]) -> Bool {
        guard let stage = stage("user_modifications", of: workflow),
            let original = stage["original_data"] as? NSDictionary,
            let modified = stage["modified_data"] as? NSDictionary
        else {
            return false
        }
        return original != modified
    }

    private static func model(_ workflow: [Record]) -> String? {
        let metadata =
            stage("initial_ai_summary", of: workflow)?["initial_summary_metadata"] as? Record
        return metadata?["ai_model"] as? String
    }

    @Test func `about half of the reviewed documents stay untouched`() throws {
        let reviewed = try Self.workflows().filter { workflow in
            Self.stage("user_modifications", of: workflow) != nil
                || Self.stage("final_summary_and_deliverable", of: workflow) != nil
        }
        let untouched = reviewed.count { !Self.isEdited($0) }
        #expect((0.48...0.62).contains(Double(untouched) / Double(reviewed.count)))
    }

    @Test func `some workflows are abandoned and some have a second revision`() throws {
        let workflows = try Self.workflows()
        let abandoned = workflows.count { $0.count == 1 }
        let revised = workflows.count { $0.contains { $0["revision"] as? Int == 2 } }
        #expect((0.05...0.14).contains(Double(abandoned) / Double(workflows.count)))
        #expect((0.02...0.08).contains(Double(revised) / Double(workflows.count)))
    }

    @Test func `models differ in how often they are corrected`() throws {
        let byModel = try Dictionary(grouping: Self.workflows(), by: Self.model)
        let edited = byModel.mapValues { group in
            Double(group.count(where: Self.isEdited)) / Double(group.count)
        }
        let claude = try #require(edited["claude-sonnet-4-5"])
        let gpt = try #require(edited["gpt-4o"])
        let local = try #require(edited["llama-3.3-70b-local"])
        #expect(edited.count == 3)
        #expect(claude + 0.05 < gpt)
        #expect(gpt + 0.05 < local)
    }

    @Test func `every type, method, template and format occurs`() throws {
        let records = try Self.records()
        func values(_ object: String, _ member: String) -> Set<String> {
            Set(records.compactMap { ($0[object] as? Record)?[member] as? String })
        }
        #expect(
            values("source", "document_type") == [
                "invoice", "receipt", "purchase_order", "contract", "medical_lab_report",
            ]
        )
        #expect(values("source", "extraction_method") == ["LLM", "OCR", "DI"])
        #expect(
            values("user_preferences", "document_template") == [
                "standard", "financial", "executive_summary", "detailed",
            ]
        )
        #expect(values("deliverable", "file_format") == ["pdf", "excel", "csv", "json"])
    }

    @Test func `figures keep to their ranges`() throws {
        for record in try Self.records() {
            if let scores = record["field_confidence"] as? [String: Double] {
                #expect(scores.allSatisfy { $0.key.hasPrefix("/") && (0...1).contains($0.value) })
            }
            if let rating = record["satisfaction_rating"] as? Int {
                #expect((1...5).contains(rating))
            }
            if let file = record["deliverable"] as? Record {
                let hash = try #require(file["content_hash"] as? String)
                #expect(hash.wholeMatch(of: /sha256:[0-9a-f]{64}/) != nil)
                #expect(try #require(file["file_size_bytes"] as? Int) > 0)
            }
            if let summary = record["workflow_summary"] as? Record {
                let claimed = try #require(summary["ai_processing_accuracy"] as? Double)
                #expect((0.85...1).contains(claimed))
            }
        }
    }

    @Test func `every tool works mostly and fails at times`() throws {
        let calls = try Self.records().flatMap { $0["tool_calls"] as? [Record] ?? [] }
        let byTool = Dictionary(grouping: calls) { $0["tool_name"] as? String ?? "" }
        #expect(
            Set(byTool.keys) == [
                "search_orders", "get_invoice", "update_ticket", "send_email", "convert_currency",
            ]
        )
        for (tool, calls) in byTool {
            let failed = calls.filter { $0["status"] as? String == "error" }
            let rate = Double(failed.count) / Double(calls.count)
            #expect((0.005...0.3).contains(rate), "\(tool) fails at a rate of \(rate)")
            #expect(failed.allSatisfy { $0["error"] is String && $0["result"] == nil })
            #expect(calls.allSatisfy { ($0["duration_ms"] as? Int ?? 0) > 0 })
        }
    }

    @Test func `threads have one to eight turns, and only calls stand without an answer`() throws {
        let interactions = try Self.records().filter { $0["interaction_id"] != nil }
        let threads = Dictionary(grouping: interactions.filter { $0["thread_id"] != nil }) {
            $0["thread_id"] as? String ?? ""
        }
        let lengths = Set(threads.values.map(\.count))
        #expect(lengths == Set(1...8))
        #expect(interactions.count > threads.values.reduce(0) { $0 + $1.count })
        for interaction in interactions {
            let message = try #require(interaction["user_message"] as? String)
            let answer = try #require(interaction["assistant_response"] as? String)
            let calls = try #require(interaction["tool_calls"] as? [Any])
            #expect(!message.isEmpty)
            #expect(!answer.isEmpty || !calls.isEmpty)
        }
    }

    @Test func `people work on weekdays`() throws {
        let started = try Self.records().filter { $0["stage"] as? String == "initial_ai_summary" }
        let weekend = try started.count { record in
            let day = try #require((record["timestamp"] as? String)?.prefix(10))
            let date = try Date(String(day) + "T12:00:00Z", strategy: .iso8601)
            let seconds = Int(date.timeIntervalSince1970)
            return [2, 3].contains(seconds / 86_400 % 7)
        }
        #expect((0.005...0.12).contains(Double(weekend) / Double(started.count)))
    }
}
