import Foundation
import RedlinePostgres
import Testing

@testable import RedlineStorage

@Suite("What is remembered of installations")
struct InstallationMemoryTests {
    private static let id = "0190b5a4-7e2f-7c3d-8d1a-000000000001"
    private static let other = "0190b5a4-7e2f-7c3d-8d1a-000000000002"

    @Test("goes by where a database is, not by how one gets in, and keeps nothing of either")
    func places() async throws {
        try await TemporaryFolder.with { folder in
            let memory = InstallationMemory(folder: folder.path)
            let there = ConnectionOptions("postgresql://ana:hush@db.example.com:5433/records")
            #expect(try memory.recall(there) == nil)
            try memory.remember(Self.id, there)
            let same = "host=db.example.com port=5433 user=ana dbname=records"
            for options in [
                there, ConnectionOptions("\(same) password=other sslmode=require"),
                ConnectionOptions(same, applicationName: "x", connectTimeoutSeconds: 3),
            ] {
                #expect(try memory.recall(options) == Self.id)
            }
            for elsewhere in [
                "postgresql://ana:hush@db.example.com:5432/records",
                "postgresql://ana:hush@db.example.com:5433/others",
                "postgresql://ana:hush@db.example.org:5433/records",
                "postgresql://ana:hush@db.example.com:5433/records?hostaddr=10.0.0.1", "service=a",
            ] {
                #expect(try memory.recall(ConnectionOptions(elsewhere)) == nil, "\(elsewhere)")
            }
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(names.count == 1)
            let name = try #require(names.first)
            #expect(name.wholeMatch(of: /[0-9a-f]{32}\.installation/) != nil)
            let file = URL(filePath: "\(folder.path)/\(name)")
            #expect(try String(contentsOf: file, encoding: .utf8) == Self.id + "\n")
            let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)

            try memory.remember(Self.other, there)
            #expect(try memory.recall(there) == Self.other)
            // What becomes the name of a file has to be an id.
            try "../../elsewhere".write(to: file, atomically: true, encoding: .utf8)
            #expect(try memory.recall(there) == nil)
        }
    }

    @Test("a connection string that cannot be read is an error, and is not repeated")
    func unreadable() throws {
        let memory = InstallationMemory(folder: "/nowhere")
        #expect {
            try memory.recall(ConnectionOptions("postgresql://ana:hush@[db/records"))
        } throws: { error in
            !"\(error)".contains("hush") && error is PostgresError
        }
    }
}
