import EndpointDouble
import Foundation
import Logging
import Redline
import Testing

@testable import RedlineClient

@Suite("Sending")
struct SendingTests {
    private static func settings(_ handedOver: HandedOver) -> RecordingClient.Settings {
        var settings = RecordingClient.Settings { handedOver.take($0) }
        settings.logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        settings.batchRecords = 1
        return settings
    }

    @Test("goes on in order after faults that pass, and keeps what Retry-After asks")
    func retries() async throws {
        try await ScriptedEndpoint.run({ number in
            switch number {
            case 0: Answers.problem(429, "later", headers: ["Retry-After: 1"])
            case 1: Answers.problem(503, "busy")
            case 2: ScriptedEndpoint.http(200, "<html>a proxy's own page</html>")
            case 3: [.send(Array("HTTP/1.1 200 X\r\nContent-Length: 9\r\n\r\n{".utf8))]
            default: Answers.tally()
            }
        }) { endpoint in
            let handedOver = HandedOver()
            let client = try RecordingClient(
                try #require(endpoint.service),
                Self.settings(handedOver)
            )
            let start = ContinuousClock.now
            for message in ["one", "two", "three"] { try client.record(interaction(message)) }
            try await client.flush(within: .seconds(60))
            #expect(ContinuousClock.now - start >= .seconds(1))
            #expect(endpoint.sent.dropFirst(4) == [["one"], ["two"], ["three"]])
            #expect(Set(endpoint.requests.prefix(5).map(\.body)).count == 1, "the same to the byte")
            #expect(endpoint.requests[0].head.contains("Bearer rl_secret"))
            let tally = await client.close(within: .seconds(60))
            #expect(tally.sent == 3)
            #expect(tally.failedRequests == 4)
            #expect(tally.waiting == 0)
            #expect(handedOver.all.isEmpty)
        }
    }

    @Test("hands over what the service refuses, line by line, and goes on")
    func refusals() async throws {
        try await ScriptedEndpoint.run({ number in
            switch number {
            case 0: Answers.tally()
            case 1: Answers.tally(accepted: 0, refused: [(1, "no such workflow")])
            case 2: Answers.problem(413, "too large")
            default: Answers.tally(accepted: 0, duplicates: 1)
            }
        }) { endpoint in
            let handedOver = HandedOver()
            let client = try RecordingClient(
                try #require(endpoint.service),
                Self.settings(handedOver)
            )
            for message in ["one", "two", "three", "four"] {
                try client.record(interaction(message))
            }
            let tally = await client.close(within: .seconds(60))
            #expect(tally.sent == 1)
            #expect(tally.refused == 2)
            #expect(tally.duplicates == 1)
            #expect(handedOver.all.count == 2)
            for (record, expected) in zip(
                handedOver.all,
                [("two", "no such workflow"), ("three", "too large")]
            ) {
                let root = try JSONDocument(parsing: record.line).root
                #expect(root["user_message"]?.string == expected.0)
                guard case .refused(let detail, _) = record.reason else {
                    Issue.record("\(record.reason)")
                    continue
                }
                #expect(detail == expected.1)
            }
        }
    }

    @Test("finds the one record that makes a service refuse many")
    func culprit() async throws {
        try await ScriptedEndpoint.run(answering: { _, request in
            // Packed bodies are not looked into: only a batch of several is that large here.
            let lines = request.body.split(separator: "\n")
            if lines.count > 1 || request.body.contains("bad") {
                return Answers.problem(400, "cannot be read")
            }
            return Answers.tally()
        }) { endpoint in
            let handedOver = HandedOver()
            var settings = Self.settings(handedOver)
            settings.batchRecords = 3
            let client = try RecordingClient(try #require(endpoint.service), settings)
            for message in ["one", "bad", "three"] { try client.record(interaction(message)) }
            let tally = await client.close(within: .seconds(60))
            #expect(tally.sent == 2)
            #expect(handedOver.all.map(\.line).count { $0.contains("bad") } == 1)
            #expect(handedOver.all.count == 1)
        }
    }

    @Test("says what is wrong where nothing can be sent, and hands over what was lost")
    func unauthorized() async throws {
        try await ScriptedEndpoint.run({ _ in
            Answers.problem(401, "the key is unknown")
        }) { endpoint in
            let handedOver = HandedOver()
            let client = try RecordingClient(
                try #require(endpoint.service),
                Self.settings(handedOver)
            )
            try client.record(interaction("one"))
            try await wait("a request has failed") { client.tally.failedRequests > 0 }
            let error = await #expect(throws: RecordingError.self) {
                try await client.flush(within: .milliseconds(10))
            }
            guard case .notSent(let waiting, let fault) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(waiting == 1)
            #expect(fault?.kind == .unauthorized)
            #expect("\(error.map { "\($0)" } ?? "")".contains("the key is unknown"))
            let tally = await client.close(within: .zero)
            #expect(tally.waiting == 1)
            guard case .notSent = handedOver.all.first?.reason else {
                Issue.record("nothing was handed over")
                return
            }
        }
    }

    @Test("waits for nobody: not for a service that hangs, and not beyond its bound")
    func bounds() async throws {
        try await ScriptedEndpoint.run({ _ in [.hang] }) { endpoint in
            let handedOver = HandedOver()
            var settings = Self.settings(handedOver)
            settings.byteLimit = 1_000
            let client = try RecordingClient(try #require(endpoint.service), settings)
            var taken = 0
            let error = #expect(throws: RecordingError.self) {
                while true {
                    try client.record(interaction("a message"))
                    taken += 1
                }
            }
            guard case .full(limit: 1_000) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(taken > 1)
            #expect(client.tally.waiting == taken)
            #expect(client.tally.waitingBytes <= 1_000)
            await client.close(within: .zero)
            #expect(handedOver.all.count == taken, "none is lost without a word")
            #expect(throws: RecordingError.self) { try client.record(interaction("late")) }
        }
    }

    @Test("goes on with what an earlier client has left in the file, which only one may have")
    func file() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "outbox.sqlite").path
        try await ScriptedEndpoint.run({ number in
            number == 0 ? [.hang] : Answers.tally(accepted: 0, duplicates: 1)
        }) { endpoint in
            let handedOver = HandedOver()
            var settings = Self.settings(handedOver)
            settings.file = file
            let service = try #require(endpoint.service)
            let first = try RecordingClient(service, settings)
            try await first.keep(interaction("one"))
            try await wait("it is sent") { !endpoint.requests.isEmpty }
            #expect(throws: OutboxError.inUse(path: file)) {
                try RecordingClient(service, settings)
            }
            #expect(await first.close(within: .zero).waiting == 1)
            #expect(handedOver.all.isEmpty, "it waits in the file")
            let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions]
            #expect(mode as? Int == 0o600)
            let second = try RecordingClient(service, settings)
            #expect(second.tally.found == 1)
            let tally = await second.close(within: .seconds(60))
            #expect(tally.duplicates == 1)
            #expect(tally.waiting == 0)
            #expect(endpoint.sent.last == ["one"])
            #expect(endpoint.requests[0].body == endpoint.requests.last?.body)
        }
    }

    @Test("takes nothing that the service would refuse for sure")
    func invalid() async throws {
        let service = try #require(ServiceAddress("http://127.0.0.1:1", key: nil))
        let client = try RecordingClient(service, Self.settings(HandedOver()))
        let error = #expect(throws: RecordingError.self) {
            try client.record(interaction(""))
        }
        #expect("\(error.map { "\($0)" } ?? "")".contains("/user_message: must not be empty"))
        #expect(throws: RecordingError.self) { try client.record(JSONRecord("{")) }
        #expect(client.tally.taken == 0)
        await client.close(within: .zero)
        for address in [
            "", "redline.example.com", "ftp://h", "http://", "http://u:p@h", "http://h?x",
        ] {
            #expect(ServiceAddress(address, key: nil) == nil, "\(address)")
        }
    }
}
