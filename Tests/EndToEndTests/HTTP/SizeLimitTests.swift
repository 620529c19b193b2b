import Foundation
import Testing

@Suite("The size of bodies", .serving())
struct SizeLimitTests {
    @Test("packed with gzip is recorded as if it were not packed")
    func gzip() async throws {
        let server = try ServerUnderTest.current
        let key = try await server.key("owner", owner: "gzip@example.com")
        let text = try Sample.interaction("packed", id: "g1").text
        let packed = try await Gzip.pack(Array(text.utf8))
        let headers = ["Content-Encoding": "gzip"]
        let first = try await server.send(
            "POST",
            "/api/v1/interactions",
            key,
            headers: headers,
            packed
        )
        #expect(first.status == 201)
        let plain = try await server.post("/api/v1/interactions", key, text: text)
        #expect(plain.body == first.body)
        // Two members one after the other are one body, as RFC 1952 has it.
        let halves = [text.prefix(10), text.dropFirst(10)]
        var members: [UInt8] = []
        for half in halves { members += try await Gzip.pack(Array(half.utf8)) }
        let joined = try await server.send(
            "POST",
            "/api/v1/interactions",
            key,
            headers: headers,
            members
        )
        #expect(joined.body == first.body)
    }

    @Test("that is damaged or packed in another way is refused")
    func damaged() async throws {
        let server = try ServerUnderTest.current
        let key = try await server.key("owner", owner: "damaged@example.com")
        let text = try Sample.interaction("packed").text
        let packed = try await Gzip.pack(Array(text.utf8))
        var flipped = packed
        flipped[packed.count - 6] ^= 0xFF
        let bodies: [[UInt8]] = [
            [], Array(text.utf8), Array(packed.dropLast(9)), Array(packed.prefix(5)), flipped,
            packed + [1, 2, 3],
        ]
        for (index, body) in bodies.enumerated() {
            let answer = try await server.send(
                "POST",
                "/api/v1/interactions",
                key,
                headers: ["Content-Encoding": "gzip"],
                body
            )
            #expect(answer.status == 400, "\(index): \(answer.text)")
            #expect(try answer.json["code"] == "malformed", "\(index)")
        }
        for encoding in ["br", "deflate", "gzip, gzip"] {
            let answer = try await server.send(
                "POST",
                "/api/v1/interactions",
                key,
                headers: ["Content-Encoding": encoding],
                packed
            )
            answer.expectProblem(415, "unsupported_encoding", "\(encoding)")
        }
        #expect(try await server.get("/api/v1/interactions", key).json["returned_count"] == 0)
    }

    @Test("beyond 8 MiB is refused, packed or not, with the limit in the answer")
    func tooLarge() async throws {
        let server = try ServerUnderTest.current
        let key = try await server.key("owner", owner: "large@example.com")
        let large = try record(bytes: 9 << 20)
        let packed = try await Gzip.pack(large)
        for (headers, body) in [([:], large), (["Content-Encoding": "gzip"], packed)] {
            let answer = try await server.send(
                "POST",
                "/api/v1/interactions",
                key,
                headers: headers,
                body
            )
            answer.expectProblem(413, "too_large")
            #expect(try answer.json["detail"].string?.contains("8388608") == true)
        }
        let fitting = try await server.send(
            "POST",
            "/api/v1/interactions",
            key,
            try record(bytes: 8 << 20)
        )
        #expect(fitting.status == 201)
    }

    @Test("that unpacks to far more than it is costs no more than the limit")
    func bomb() async throws {
        let server = try ServerUnderTest.current
        let key = try await server.key("recorder")
        let made = try await CommandResult.of(
            "sh",
            ["-c", "head -c 200000000 /dev/zero | gzip -9 -c"]
        )
        let headers = ["Content-Encoding": "gzip"]
        for path in ["/api/v1/interactions", "/api/v1/exports", "/api/v1/records"] {
            let before = try residentMegabytes(server)
            let answer = try await server.send("POST", path, key, headers: headers, made.stdout)
            answer.expectProblem(413, "too_large", "\(path)")
            #expect(try residentMegabytes(server) - before < 300, "\(path)")
        }
    }

    @Test("nested beyond 64 levels is refused, with the limit in the answer")
    func nesting() async throws {
        let server = try ServerUnderTest.current
        let key = try await server.key("owner", owner: "nesting@example.com")
        for (depth, status) in [(63, 201), (64, 400), (100_000, 400)] {
            // The record itself is one level.
            let nested =
                String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            let answer = try await server.post(
                "/api/v1/interactions",
                key,
                text: #"{"user_message":"m","assistant_response":"r","x":\#(nested)}"#
            )
            #expect(answer.status == status, "\(depth): \(answer.text)")
            if status == 400 {
                answer.expectProblem(400, "invalid_record", at: [""])
                #expect(try answer.json["detail"].string?.contains("64 levels") == true)
            }
        }
    }

    @Test("with more than 50,000 leaves a document is refused, with the limit in the answer")
    func leaves() async throws {
        let server = try ServerUnderTest.current
        let owner = "leaves@example.com"
        let key = try await server.key("owner", owner: owner)
        var record = Sample.summary(owner: owner)
        record["initial_extracted_data"] = document(leaves: 50_001)
        let refused = try await server.post("/api/v1/exports", key, record)
        refused.expectProblem(400, "invalid_record", at: ["/initial_extracted_data"])
        #expect(try refused.json["detail"].string?.contains("50000") == true)
        record["initial_extracted_data"] = document(leaves: 50_000)
        let first = try await server.record("/api/v1/exports", key, record)
        let path = "/api/v1/exports/\(try #require(first["export_workflow_id"].string))"
        let second = try await server.post(
            "\(path)/modifications",
            key,
            Sample.modifications(document(leaves: 50_000), document(leaves: 50_001))
        )
        second.expectProblem(400, "invalid_record", at: ["/modified_data"])
    }

    private func document(leaves count: Int) -> JSON {
        ["values": .array((0..<count).map { .number(Double($0)) })]
    }

    private func record(bytes count: Int) throws -> [UInt8] {
        let head = Array(#"{"assistant_response":"r","user_message":""#.utf8)
        let filling = [UInt8](repeating: UInt8(ascii: "m"), count: count - head.count - 2)
        return head + filling + Array("\"}".utf8)
    }

    /// How much memory the server has used at most so far.
    private func residentMegabytes(_ server: ServerUnderTest) throws -> Int {
        let status = try String(
            contentsOfFile: "/proc/\(server.command.pid)/status",
            encoding: .utf8
        )
        let match = try #require(status.firstMatch(of: /VmHWM:\s+(\d+) kB/))
        return (Int(match.1) ?? 0) / 1_024
    }
}
