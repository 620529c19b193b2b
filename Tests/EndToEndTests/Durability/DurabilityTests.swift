import Foundation
import Synchronization
import Testing

/// What was answered 201 is in the database, however the service ends.
@Suite("What is answered is stored")
struct DurabilityTests {
    @Test("when SIGTERM comes while fifty requests are in flight")
    func graceful() async throws {
        let database = try await TestDatabase.migrated()
        let server = try await ServerUnderTest.start(on: database)
        let answered = try await load(server, workers: 50, then: SIGTERM)
        #expect(try await server.command.status == 0)
        try await check(answered, database)
        let errors = try server.command.said.split(separator: "\n").filter { $0.contains("error") }
        #expect(errors == [])
        try await database.drop()
    }

    @Test("when the service is killed under load")
    func killed() async throws {
        let database = try await TestDatabase.migrated()
        let server = try await ServerUnderTest.start(on: database)
        let answered = try await load(server, workers: 16, then: SIGKILL)
        #expect(try await server.command.status == -SIGKILL)
        try await check(answered, database)
        // A new one takes up where the old one was stopped: a retry is stored once.
        let next = try await ServerUnderTest.start(on: database)
        let key = try await next.newKey("owner", owner: "load@example.com")
        for id in answered.prefix(20) {
            let answer = try await next.post("/api/v1/interactions", key, record(id))
            #expect(answer.status == 201)
        }
        try await check(answered, database)
        next.client.disconnect()
        next.command.signal(SIGTERM)
        #expect(try await next.command.status == 0)
        try await database.drop()
    }

    /// Posts from many sides at once, ends the service in the midst of it, and returns the ids
    /// that were answered with 201.
    private func load(
        _ server: ServerUnderTest,
        workers: Int,
        then signal: Int32
    ) async throws -> [String] {
        let key = try await server.newKey("owner", owner: "load@example.com")
        let count = AnswerCount()
        return try await withThrowingTaskGroup { group in
            for worker in 0..<workers {
                group.addTask {
                    var answered: [String] = []
                    for number in 0..<10_000 {
                        let id = "\(worker)-\(number)"
                        let request = HTTPRequest(
                            method: "POST",
                            path: "/api/v1/interactions",
                            headers: ["Authorization": "Bearer \(key)"],
                            body: Array(try record(id).text.utf8)
                        )
                        guard let answer = try? await server.client.send(request) else { break }
                        guard answer.status == 201 else {
                            #expect(answer.status == 503, "\(answer.text)")
                            break
                        }
                        answered.append(id)
                        if count.next() == 200 { server.command.signal(signal) }
                    }
                    return answered
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }

    private func record(_ id: String) -> JSON {
        Sample.interaction("under load", id: id, thread: "thread \(id.prefix(1))")
    }

    private func check(_ answered: [String], _ database: TestDatabase) async throws {
        #expect(answered.count >= 200)
        let stored = try await database.rows("select interaction_id from redline.interaction")
        let ids = stored.compactMap { $0[0] }
        #expect(Set(ids).count == ids.count)
        let missing = Set(answered).subtracting(ids)
        #expect(missing.isEmpty, "\(missing.count) of \(answered.count) are not stored")
    }
}

/// Counts the answers of all workers.
private final class AnswerCount: Sendable {
    private let value = Mutex(0)

    func next() -> Int {
        value.withLock { value in
            value += 1
            return value
        }
    }
}
