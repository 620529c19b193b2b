import Testing

@testable import Redline

@Suite("Refusals of records")
struct RecordFaultsTests {
    private func refusal(of text: String) throws -> RecordFaults {
        do {
            _ = try JSONDocument(parsing: text)
            throw NotRefused()
        } catch let error as JSONParseError {
            return RecordFaults(error)
        }
    }

    private struct NotRefused: Error {}

    @Test("a text that is not JSON, beyond a limit, too large")
    func texts() throws {
        #expect(
            try refusal(of: "{")
                == RecordFaults(
                    [RecordFault("", "not JSON: a member needs a name (byte 1)")],
                    kind: .malformed
                )
        )
        #expect(
            try refusal(of: "1e2000")
                == RecordFaults([
                    RecordFault("", "beyond a limit: a number's exponent beyond 1000 (byte 6)")
                ])
        )
        #expect(
            try refusal(of: String(repeating: " ", count: 8 * 1_024 * 1_024 + 1))
                == RecordFaults(
                    [RecordFault("", "too large: more than 8388608 bytes (byte 8388608)")],
                    kind: .tooLarge
                )
        )
    }

    @Test("on one line")
    func line() {
        let faults = RecordFaults([RecordFault("/a", "is required"), RecordFault("", "is odd")])
        #expect("\(faults)" == "/a: is required; is odd")
    }

    @Test("a workflow's status follows from its furthest stage")
    func status() {
        #expect(
            ExportStage.allCases.map { WorkflowStatus(furthest: $0).rawValue } == [
                "awaiting_user_review", "awaiting_final_processing", "completed", "completed",
            ]
        )
        #expect(ExportStage.allCases.map { ExportStage(name: $0.name) } == ExportStage.allCases)
        #expect(ExportStage(name: "User_Feedback") == nil)
    }
}
