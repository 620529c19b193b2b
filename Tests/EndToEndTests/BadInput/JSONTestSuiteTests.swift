import Foundation
import Testing

@Suite("Texts that are JSON and texts that are not", .serving(), .enabled(if: SharedData.isThere))
struct JSONTestSuiteTests {
    private static let folder = "bad-input/JSONTestSuite"

    @Test("that must be refused are refused, alone and within a record, and leave nothing")
    func refused() async throws {
        let server = try ServerUnderTest.current
        let owner = "refused@example.com"
        let key = try await server.key("owner", owner: owner)
        let files = try files("n_")
        #expect(files.count == 117)
        for file in files {
            let text = try SharedData.bytes("\(Self.folder)/\(file)")
            for body in [text, record(text)] {
                let answer = try await server.send("POST", "/api/v1/interactions", key, body)
                // Some are no value, but do make part of one: then the record is another one.
                let isMade = answer.status == 201 && body != text
                #expect(
                    (400..<500).contains(answer.status) || (isMade && completes(text)),
                    "\(file): \(answer.status) \(answer.text)"
                )
            }
        }
        let stored = try await server.database.rows(
            "select tool_calls::text from redline.interaction where owner = '\(owner)'"
        )
        #expect(stored.isEmpty, "\(stored)")
    }

    @Test("that must be taken come back to the byte, or a limit is named")
    func taken() async throws {
        let server = try ServerUnderTest.current
        let key = try await server.key("owner", owner: "taken@example.com")
        let files = try files("y_")
        #expect(files.count == 59)
        var refused: [String] = []
        for file in files {
            let text = try SharedData.bytes("\(Self.folder)/\(file)")
            let status = try await roundTrip(text, file, server, key)
            if status != 201 { refused.append(file) }
        }
        // U+0000, which PostgreSQL cannot hold, and half a surrogate pair, which is no text.
        #expect(refused == ["y_object_escaped_null_in_key.json"])
    }

    @Test("that may be either come back to the byte or are refused, and never fail")
    func either() async throws {
        let server = try ServerUnderTest.current
        let key = try await server.key("owner", owner: "either@example.com")
        let files = try files("i_")
        #expect(files.count == 28)
        for file in files {
            let text = try SharedData.bytes("\(Self.folder)/\(file)")
            _ = try await roundTrip(text, file, server, key)
            let alone = try await server.send("POST", "/api/v1/interactions", key, text)
            #expect((400..<500).contains(alone.status), "\(file)")
        }
    }

    @Test("that are naughty come back as they were sent")
    func naughty() async throws {
        let server = try ServerUnderTest.current
        let key = try await server.key("owner", owner: "naughty@example.com")
        let text = String(
            decoding: try SharedData.bytes("bad-input/naughty-strings.ndjson"),
            as: UTF8.self
        )
        let strings = try text.split(separator: "\n").map { line in
            try #require(try JSON(parsing: String(line))["string"].string)
        }
        #expect(strings.count == 259)
        let path = "/api/v1/interactions"
        for (index, string) in strings.enumerated() {
            var record = Sample.interaction(string, id: "naughty \(index)")
            record["metadata"] = ["naughty": .string(string)]
            let answer = try await server.post(path, key, record)
            guard !string.isEmpty else {
                answer.expectProblem(400, "invalid_record", at: ["/user_message"])
                continue
            }
            #expect(answer.status == 201, "\(index): \(answer.text)")
            // As a search it finds something or nothing.
            let query = string.utf8.map { String(format: "%%%02X", $0) }.joined()
            let search = try await server.get("\(path)?q=\(query)&limit=1", key)
            #expect(search.status == 200, "\(index): \(search.text)")
        }
        let list = try await server.get("\(path)?limit=1000", key).json["interactions"].elements
        let found = list.reduce(into: [String: JSON]()) { found, interaction in
            found[interaction["interaction_id"].string ?? ""] = interaction
        }
        for (index, string) in strings.enumerated() where !string.isEmpty {
            let interaction = found["naughty \(index)"] ?? .null
            let messages = [
                interaction["user_message"].string, interaction["metadata"]["naughty"].string,
            ]
            for message in messages {
                #expect(message.map { Array($0.utf8) } == Array(string.utf8), "\(index)")
            }
        }
    }

    /// Records a text as a tool's result and reads it back.
    private func roundTrip(
        _ text: [UInt8],
        _ id: String,
        _ server: ServerUnderTest,
        _ key: String
    ) async throws -> Int {
        let path = "/api/v1/interactions"
        let answer = try await server.send("POST", path, key, record(text, id: id))
        guard answer.status == 201 else {
            #expect(answer.status == 400, "\(id): \(answer.text)")
            #expect(
                try answer.json["detail"].string?.contains(/not JSON|beyond a limit/) == true,
                "\(id): \(answer.text)"
            )
            return answer.status
        }
        let list = try await server.get("\(path)?limit=1", key)
        // White space around the value is not the value's.
        let space: Set<UInt8> = [0x20, 0x0A, 0x0D, 0x09]
        let value = Array(text.drop { space.contains($0) }.reversed())
        let trimmed = Array(value.drop { space.contains($0) }.reversed())
        let sent = Array(#""result":"#.utf8) + text + Array("}".utf8)
        let bare = Array(#""result":"#.utf8) + trimmed + Array("}".utf8)
        let isThere = contains(list.body, sent) || contains(list.body, bare)
        #expect(isThere, "\(id): \(list.text)")
        return 201
    }

    private func contains(_ body: [UInt8], _ part: [UInt8]) -> Bool {
        Data(body).range(of: Data(part)) != nil
    }

    /// Whether a text that is no value is the inside of one, as `1, "x": 2` would be.
    private func completes(_ text: [UInt8]) -> Bool {
        let object = Array("{\"result\":".utf8) + text + Array("}".utf8)
        return (try? JSONSerialization.jsonObject(with: Data(object))) != nil
    }

    private func record(_ result: [UInt8], id: String = "n") -> [UInt8] {
        let head =
            #"{"interaction_id":"\#(id)","user_message":"m","assistant_response":"r","#
            + #""tool_calls":[{"tool_name":"t","arguments":{},"status":"success","result":"#
        return Array(head.utf8) + result + Array("}]}".utf8)
    }

    private func files(_ prefix: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: SharedData.file(Self.folder).path)
            .filter { $0.hasPrefix(prefix) }.sorted()
    }
}
