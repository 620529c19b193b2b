import Foundation
import Synchronization
import TestSupport
import Testing

/// Clients that record all the time, and what they were told.
final class UpgradeLoad: Sendable {
    private struct State {
        var isOver = false
        var accepted: [ChaosRecord.Key: String] = [:]
        var complaints: [String] = []
        var longest = Duration.zero
    }

    private let client: HTTPClient
    private let key: String
    private let state = Mutex(State())

    init(client: HTTPClient, key: String) {
        self.client = client
        self.key = key
    }

    /// How many records were accepted so far.
    var count: Int { state.withLock { $0.accepted.count } }
    /// Answers that nobody should get.
    var complaints: [String] { state.withLock(\.complaints) }

    func end() { state.withLock { $0.isOver = true } }

    /// Waits until so many records were accepted.
    func reach(_ count: Int) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while self.count < count {
            guard ContinuousClock.now < deadline, complaints.isEmpty else {
                end()
                throw SetupFailure("\(self.count) of \(count) records accepted: \(complaints)")
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    /// Sends from several sides until the end is called for.
    func run(senders: Int) async throws {
        try await withThrowingTaskGroup { group in
            for sender in 0..<senders {
                group.addTask { try await self.send(as: sender) }
            }
            try await group.waitForAll()
        }
    }

    /// Interactions one by one and as lines, and workflows of two stages, in turns.
    private func send(as sender: Int) async throws {
        var random = SplitMix64(seed: UInt64(sender))
        let owner = "upgrade\(sender)@example.com"
        for number in 0... where !state.withLock(\.isOver) {
            let name = "\(sender)-\(number)"
            switch number % 4 {
            case 0:
                let stages = try ChaosRecord.workflow(
                    random.uuid(),
                    owner: owner,
                    passes: 1,
                    asLines: false
                )
                for stage in stages { try await post([stage], stage.path) }
            case 1:
                let lines = try (0..<5).map { line in
                    try ChaosRecord.interaction("\(name)-\(line)", owner: owner, size: 100)
                }
                try await post(lines, "/api/v1/records")
            default:
                let record = try ChaosRecord.interaction(name, owner: owner, size: 100)
                try await post([record], record.path)
            }
            if state.withLock(\.isOver) { return }
        }
    }

    private func post(_ records: [ChaosRecord], _ path: String) async throws {
        let body = records.map(\.body).joined(separator: "\n")
        let start = ContinuousClock.now
        let answer = try await client.send(
            HTTPRequest(
                method: "POST",
                path: path,
                headers: ["Authorization": "Bearer \(key)"],
                body: Array(body.utf8)
            )
        )
        let contents = try records.map { try $0.content }
        let accepted = try answer.json["accepted"].integer ?? 1
        let isWhole = accepted == records.count
        state.withLock { state in
            state.longest = max(state.longest, .now - start)
            guard [200, 201, 202].contains(answer.status), isWhole else {
                state.complaints.append("\(answer.status) \(answer.text)")
                state.isOver = true
                return
            }
            for (record, content) in zip(records, contents) {
                state.accepted[record.key] = content
            }
        }
    }

    /// Waits until all that was accepted has come into the database.
    func drained(_ database: TestDatabase) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while try await database.recordCount() < count, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// Checks that each record that was accepted is there once and as it was sent, and no other.
    func check(_ database: TestDatabase) async throws {
        var stored: [ChaosRecord.Key: [String]] = [:]
        for row in try await database.rows(
            "select interaction_id, user_message from redline.interaction"
        ) {
            stored[.interaction(row[0] ?? ""), default: []].append(row[1] ?? "")
        }
        for row in try await database.rows(
            "select workflow_id::text, stage, revision, record::text from redline.export_stage"
        ) {
            let key = ChaosRecord.Key.stage(
                workflow: row[0] ?? "",
                stage: row[1].flatMap { Int($0) } ?? 0,
                revision: row[2].flatMap { Int($0) } ?? 0
            )
            stored[key, default: []].append(row[3] ?? "")
        }
        let (accepted, longest) = state.withLock { ($0.accepted, $0.longest) }
        let expected = accepted.mapValues { [$0] }
        let wrong = Set(expected.keys).union(stored.keys).filter { stored[$0] != expected[$0] }
        #expect(wrong.isEmpty, "\(wrong.count) of \(accepted.count) are not there once, unchanged")
        print("\(accepted.count) records during an upgrade, the longest in \(longest)")
    }
}
