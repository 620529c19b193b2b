import Foundation
import Testing

/// Clients that take their time, and those that try keys.
@Suite("Clients that misbehave")
struct SlowClientTests {
    @Test("are cut off when they send nothing, or a body that trickles in")
    func slow() async throws {
        try await ServerUnderTest.run(["--client-timeout", "2"]) {
            let server = try ServerUnderTest.current
            let key = try await server.key("owner", owner: "slow@example.com")
            let silent = try HTTPConnection(port: server.port)
            let half = try HTTPConnection(port: server.port)
            half.write("POST /api/v1/interactions HTTP/1.1\r\nHost: localhost\r\n")
            let stalled = try HTTPConnection(port: server.port)
            let head =
                "POST /api/v1/interactions HTTP/1.1\r\nHost: localhost\r\n"
                + "Authorization: Bearer \(key)\r\nContent-Length: 1000\r\n\r\n"
            stalled.write(head + "{")
            let trickling = try HTTPConnection(port: server.port)
            trickling.write(head)
            // On a thread of its own: where tasks wait for one another, it would be silent, too.
            Thread.detachNewThread {
                for _ in 0..<200 {
                    trickling.write(" ")
                    usleep(100_000)
                }
            }
            let answer = try trickling.answer()
            #expect(answer.status == 408)
            #expect(try answer.json["code"] == "slow_body")
            expectEnd(of: trickling)
            for connection in [silent, half, stalled] {
                // The service says why, or nothing; either way it ends the connection.
                let last = try? connection.answer()
                #expect(last == nil || last?.status == 408 || last?.status == 400)
                expectEnd(of: connection)
            }
            // The others do not notice.
            #expect(try await server.get("/health", nil).status == 200)
        }
    }

    /// Expects that the service has ended a connection; one that is merely silent will not do.
    private func expectEnd(of connection: HTTPConnection) {
        let failure = #expect(throws: HTTPFailure.self) { try connection.answer() }
        let ends = ["the server closed", "no answer: errno \(ECONNRESET)"]
        #expect(ends.contains(failure?.description ?? ""))
    }

    @Test("are told to wait when they have sent many wrong keys, and those with a key are not")
    func keys() async throws {
        try await ServerUnderTest.run {
            let server = try ServerUnderTest.current
            let key = try await server.key("owner", owner: "right@example.com")
            let path = "/api/v1/interactions"
            #expect(try await server.get(path, key).status == 200)
            // A hundred a minute: where the machine is too busy for so many, the next minute begins.
            let start = ContinuousClock.now
            var count = 0
            var answer = try await server.get(path, "rl_wrong")
            while answer.status == 401, count < 2_000 {
                count += 1
                answer = try await server.get(path, "rl_wrong\(count)")
            }
            #expect(answer.status == 429)
            #expect(answer.header("Retry-After") == "60")
            #expect(try answer.json["code"] == "too_many_wrong_keys")
            let isWithinTheMinute = ContinuousClock.now - start < .seconds(60)
            #expect(isWithinTheMinute ? count == 100 : count > 100)
            #expect(try await server.get(path, key).status == 200)
        }
    }

    @Test("are refused a head that is larger than the limit")
    func head() async throws {
        try await ServerUnderTest.run {
            let server = try ServerUnderTest.current
            let connection = try HTTPConnection(port: server.port)
            let value = String(repeating: "x", count: 40_000)
            connection.write("GET /health HTTP/1.1\r\nHost: localhost\r\nX-Long: \(value)\r\n\r\n")
            let answer = try? connection.answer()
            #expect(answer == nil || (400..<500).contains(answer?.status ?? 0))
            #expect(try await server.get("/health", nil).status == 200)
        }
    }
}
