import Foundation
import Testing

@Suite("The command: ingest")
struct IngestTests {
    @Test("names each refused line and keeps it, with exit status 2")
    func rejects() async throws {
        let database = try await TestDatabase.migrated()
        let good = try Sample.interaction("good", user: "a@example.com", id: "1").text
        let other = try Sample.interaction("other", user: "a@example.com", id: "1").text
        let ownerless = try Sample.interaction("nobody's").text
        let text = [good, "no JSON", "", other, ownerless, good].joined(separator: "\n")
        let file = try Scratch.file(Array(text.utf8)).path
        let rejects = Scratch.folder.appending(path: "rejects-\(UUID().uuidString)").path
        let result = try await database.redline(["ingest", file, "--rejects", rejects])
        #expect(result.status == 2)
        #expect(result.stdout.isEmpty)
        #expect(
            result.stderr == """
                \(file):2: not JSON: not a JSON value (byte 1)
                \(file):4: another record with the id 1 is stored already
                \(file):5: /user_id: is required: a record belongs to an owner
                1 recorded, 1 recorded before, 3 refused

                """
        )
        let kept = try String(contentsOfFile: rejects, encoding: .utf8)
        #expect(kept == "no JSON\n\(other)\n\(ownerless)\n")
        // What was refused can be mended and sent again.
        let again = try await database.redline(["ingest", rejects, "--owner", "b@example.com"])
        #expect(again.status == 2)
        #expect(again.stderr.hasSuffix("1 recorded, 0 recorded before, 2 refused\n"))
        try await database.drop()
    }

    @Test("reads standard input, several files and packed ones")
    func sources() async throws {
        let database = try await TestDatabase.migrated()
        let lines = try (1...4).map {
            Array(try Sample.interaction("m\($0)", user: "a@example.com", id: "\($0)").text.utf8)
        }
        let plain = try Scratch.file(lines[0]).path
        let packed = try Scratch.file(try await Gzip.pack(lines[1]), "gz").path
        let files = try await database.redline(["ingest", plain, packed])
        #expect(files.status == 0)
        #expect(files.stderr == "2 recorded, 0 recorded before, 0 refused\n")
        for (arguments, input) in [
            (["ingest"], lines[2]), (["ingest", "-"], try await Gzip.pack(lines[3])),
        ] {
            let result = try await database.redline(arguments, stdin: input)
            #expect(result.status == 0)
            #expect(result.stderr == "1 recorded, 0 recorded before, 0 refused\n")
        }
        let empty = try await database.redline(["ingest"])
        #expect(empty.status == 0)
        #expect(empty.stderr == "0 recorded, 0 recorded before, 0 refused\n")
        #expect(try await database.recordCount() == 4)
        try await database.drop()
    }

    @Test("of a damaged file keeps what came before the damage, and fails")
    func damaged() async throws {
        let database = try await TestDatabase.migrated()
        let lines = try (1...3_000).map {
            try Sample.interaction("m\($0) \(UUID())", user: "a@example.com", id: "\($0)").text
        }
        let packed = try await Gzip.pack(Array(lines.joined(separator: "\n").utf8))
        let file = try Scratch.file(Array(packed.dropLast(packed.count / 4)), "gz").path
        let result = try await database.redline(["ingest", file])
        #expect(result.status == 1)
        #expect(result.stderr.contains(file), "\(result.stderr)")
        let stored = try await database.recordCount()
        #expect((1..<3_000).contains(stored))
        let whole = try Scratch.file(packed, "gz").path
        let again = try await database.redline(["ingest", whole])
        #expect(again.status == 0)
        let expected = "\(3_000 - stored) recorded, \(stored) recorded before, 0 refused\n"
        #expect(again.stderr == expected)
        try await database.drop()
    }
}
