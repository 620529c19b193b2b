import Foundation
import RedlinePostgres
import TestSupport
import Testing

@testable import RedlineStorage

@Suite("The key of placeholders")
struct RedactionKeyTests {
    private static let text = String(repeating: "0f", count: 32)

    private func inFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "redaction-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    @Test("is 64 hexadecimal digits, and shows a fingerprint alone")
    func text() throws {
        let key = try #require(RedactionKey(text: "\(Self.text)\r\n"))
        #expect(key.text == Self.text)
        #expect(key.fingerprint == "07fc2cb428d001187f34b5e812a8eab3")
        #expect("\(key)" == "key 07fc2cb4")
        for wrong in [
            "", "0f", Self.text + "0", "\(Self.text) \(Self.text)",
            "zz" + Self.text.dropFirst(2), "０" + Self.text.dropFirst(3),
        ] {
            #expect(RedactionKey(text: wrong) == nil, "\(wrong)")
        }
        #expect(RedactionKey() != RedactionKey())
    }

    @Test("is made once, for its user alone, and read again")
    func file() throws {
        try inFolder { folder in
            let file = RedactionKeyFile(path: "\(folder)/deep/redaction.key")
            #expect(try file.read() == nil)
            let key = try file.make()
            #expect(try file.read() == key)
            // Who comes later takes the one that is there.
            #expect(try file.make() == key)
            let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/deep")
            #expect(names == ["redaction.key"])
        }
    }

    @Test("is refused where others can read it, and where the file holds none")
    func refusals() throws {
        try inFolder { folder in
            let file = RedactionKeyFile(path: "\(folder)/redaction.key")
            _ = try file.make()
            for mode in [0o604, 0o620, 0o602] {
                try FileManager.default.setAttributes(
                    [.posixPermissions: mode],
                    ofItemAtPath: file.path
                )
                #expect(throws: RedactionKeyError.isOpen(file.path)) { try file.read() }
            }
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o640],
                ofItemAtPath: file.path
            )
            #expect(try file.read() != nil)
            try Data("no key\n".utf8).write(to: URL(filePath: file.path))
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o600],
                ofItemAtPath: file.path
            )
            #expect(throws: RedactionKeyError.isNone(file.path)) { try file.read() }
            #expect(throws: RedactionKeyError.self) {
                try RedactionKeyFile(path: folder).read()
            }
        }
    }

    @Test("is noted in the database by its fingerprint, and another one is turned away")
    func register() async throws {
        try await MigratedDatabase.with { database in
            let pool = ConnectionPool(database.options, limits: .init(connections: 2))
            let register = RedactionKeyRegister(pool)
            let (first, second) = (RedactionKey(), RedactionKey())
            #expect(try await register.known() == nil)
            #expect(try await register.claim(first))
            #expect(try await register.claim(first))
            #expect(try await !register.claim(second))
            #expect(try await register.known() == first.fingerprint)
            try await register.replace(second)
            #expect(try await register.claim(second))
            #expect(try await !register.claim(first))
            #expect(
                try await database.column("select fingerprint from redline.redaction_key")
                    == [second.fingerprint]
            )
            await pool.shutdown()
        }
    }

    @Test("keeps out a database that came back with another one's placeholders")
    func admission() async throws {
        try await MigratedDatabase.with { database in
            let pool = ConnectionPool(database.options, limits: .init(connections: 1))
            let id = try await Installation(pool).id()
            let (first, second) = (RedactionKey(), RedactionKey())
            try await database.withConnection { connection in
                try await DatabaseAdmission(id, redactionKey: first)
                    .check(connection, wasUsed: true)
                try await DatabaseAdmission(id).check(connection, wasUsed: true)
                await #expect(throws: DatabaseRefusal.hasAnotherKey) {
                    try await DatabaseAdmission(id, redactionKey: second)
                        .check(connection, wasUsed: true)
                }
            }
            await pool.shutdown()
        }
    }
}
