import TestSupport
import Testing

@testable import RedlineStorage

@Suite("Reading lines")
struct LineReaderTests {
    /// The lines of a file as text; one that is too long as nil.
    private func read(_ bytes: [UInt8], limit: Int = 20) async throws -> [String?] {
        try await TemporaryFolder.with { folder in
            let path = try folder.write("lines", bytes)
            let reader = try LineReader(path: path, lineLimit: limit)
            var lines: [String?] = []
            let append = { (result: LineReaderResult) in
                switch result {
                case .line(let bytes): lines.append(String(decoding: bytes, as: UTF8.self))
                case .tooLong: lines.append(nil)
                }
            }
            while try reader.next(append) != nil {}
            #expect(reader.bytesRead == bytes.count)
            return lines
        }
    }

    @Test("ends them at line feeds, with or without a carriage return before it")
    func ends() async throws {
        let files: [(String, [String?])] = [
            ("", []), ("\n", [""]), ("a", ["a"]), ("a\n", ["a"]), ("a\n\nb", ["a", "", "b"]),
            ("a\r\nb\r\n", ["a", "b"]), ("a\rb\r\r\n", ["a\rb\r"]), ("\r", [""]),
        ]
        for (file, lines) in files {
            #expect(try await read(Array(file.utf8)) == lines, "\(file.debugDescription)")
        }
    }

    @Test("hands out what is as long as a line may be, and not a byte more")
    func limit() async throws {
        let fits = String(repeating: "x", count: 20)
        let file = "\(fits)\n\(fits)y\n\(fits)\r\n\(fits)y\r\nz\n\(fits)y"
        #expect(try await read(Array(file.utf8)) == [fits, nil, fits, nil, "z", nil])
    }

    @Test("does not care how its reads fall", arguments: 1...3)
    func reads(seed: Int) async throws {
        var random = SplitMix64(seed: UInt64(seed))
        // Lines around the length of one read, and around the limit.
        let limit = 150_000
        let lines = (0..<12).map { number in
            let near = random.pick([0, 1 << 16, 1 << 17, limit])
            let count = max(0, near + Int.random(in: -3...3, using: &random))
            return String(repeating: "\(number % 10)", count: count)
        }
        let file = lines.joined(separator: "\n") + "\n"
        let expected = lines.map { $0.utf8.count > limit ? nil : $0 }
        let found = try await read(Array(file.utf8), limit: limit)
        // The lines are too long to be shown.
        #expect(found.map { $0?.count } == expected.map { $0?.count })
        #expect(found == expected ? true : false)
    }
}
