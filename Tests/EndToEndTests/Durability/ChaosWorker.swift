import Foundation
import Synchronization
import TestSupport

/// One of many senders: it sends records one after another, and some of them again.
struct ChaosWorker: Sendable {
    /// What all senders look at between two records.
    final class Orders: Sendable {
        /// The bytes of a message, as a rule.
        static let standardSize = 200

        private let state = Mutex((isOver: false, size: standardSize))

        var isOver: Bool { state.withLock(\.isOver) }
        /// The bytes of a message.
        var size: Int {
            get { state.withLock(\.size) }
            set { state.withLock { $0.size = newValue } }
        }

        func end() { state.withLock { $0.isOver = true } }
    }

    let number: Int
    let owner: String
    let key: String
    let service: ChaosService
    let ledger: ChaosLedger
    let orders: Orders

    /// Sends until the orders are to end.
    func run(_ seed: UInt64) async throws {
        var random = SplitMix64(seed: seed &+ UInt64(number) &* 1_000_003)
        var count = 0
        while !orders.isOver {
            count += 1
            try await step("w\(number)-\(count)", &random)
            // Less than redline can write: what waits has to come to an end while more comes in.
            try await Task.sleep(for: .milliseconds(Int.random(in: 20...80, using: &random)))
        }
    }

    private func step(_ name: String, _ random: inout SplitMix64) async throws {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<20:
            let passes = Int.random(in: 1...3, using: &random)
            let id = random.uuid()
            let stages = try ChaosRecord.workflow(id, owner: owner, passes: passes, asLines: false)
            // A later stage of a workflow that is not there would rightly be refused.
            for stage in stages {
                guard try await deliver(stage, tries: 5, &random) else { return }
            }
        case 20..<25:
            let id = random.uuid()
            var records = try ChaosRecord.workflow(id, owner: owner, passes: 2, asLines: true)
            for line in 0..<Int.random(in: 1...10, using: &random) {
                records.append(try interaction("\(name)-\(line)"))
            }
            let answer = try await send(records)
            if !answer.isPromise, random.happens(percent: 70) { _ = try await send(records) }
        case 25..<40:
            // The same from two sides at once.
            let record = try interaction(name)
            async let one = send(record, isAsync: false)
            async let other = send(record, isAsync: random.happens(percent: 50))
            _ = try await (one, other)
        case 40..<50:
            let record = try interaction(name)
            _ = try await deliver(record, tries: 2, &random)
            _ = try await deliver(record, tries: 1, &random)
        default:
            _ = try await deliver(try interaction(name), tries: 2, &random)
        }
    }

    /// Sends a part of a record and closes the connection.
    func breakOff(_ id: String, _ random: inout SplitMix64) async throws {
        let record = try ChaosRecord.interaction(id, owner: owner, size: 20_000)
        ledger.open([record])
        let request = HTTPRequest(
            method: "POST",
            path: random.happens(percent: 50) ? record.path : "/api/v1/records",
            headers: ["Authorization": "Bearer \(key)"],
            body: Array(record.body.utf8)
        )
        let part = request.bytes.prefix(
            request.bytes.count - Int.random(in: 1...20_000, using: &random)
        )
        try await service.client.breakOff(Array(part))
        ledger.note([record], .cut, after: .zero)
    }

    private func interaction(_ id: String) throws -> ChaosRecord {
        try .interaction(id, owner: owner, size: orders.size)
    }

    /// Sends a record until it is taken, but not for ever.
    private func deliver(
        _ record: ChaosRecord,
        tries: Int,
        _ random: inout SplitMix64
    ) async throws -> Bool {
        for _ in 0..<tries {
            let isAsync = random.happens(percent: 15)
            if try await send(record, isAsync: isAsync).isPromise { return true }
            if orders.isOver { return false }
            try await Task.sleep(for: .milliseconds(50))
        }
        return false
    }

    private func send(_ record: ChaosRecord, isAsync: Bool) async throws -> ChaosAnswer {
        let headers = isAsync ? ["Prefer": "respond-async"] : [:]
        return try await send([record], record.path, headers, record.body)
    }

    private func send(_ records: [ChaosRecord]) async throws -> ChaosAnswer {
        let lines = records.map(\.body).joined(separator: "\n")
        return try await send(records, "/api/v1/records", [:], lines)
    }

    private func send(
        _ records: [ChaosRecord],
        _ path: String,
        _ headers: [String: String],
        _ body: String
    ) async throws -> ChaosAnswer {
        ledger.open(records)
        let headers = headers.merging(["Authorization": "Bearer \(key)"]) { $1 }
        let request = HTTPRequest(
            method: "POST",
            path: path,
            headers: headers,
            body: Array(body.utf8)
        )
        let start = ContinuousClock.now
        guard let answer = try? await service.client.send(request) else {
            ledger.note(records, .unanswered, after: .now - start)
            try await Task.sleep(for: .milliseconds(20))
            return .unanswered
        }
        var kind = ChaosAnswer(status: answer.status)
        if path == "/api/v1/records", kind.isPromise, try answer.json["rejected"] != 0 {
            kind = .unexpected
        }
        if kind == .unexpected { ledger.complain("\(path): \(answer.status) \(answer.text)") }
        ledger.note(records, kind, after: .now - start)
        return kind
    }
}

extension ContinuousClock.Instant {
    fileprivate static func - (left: Self, right: Self) -> Duration { right.duration(to: left) }
}
