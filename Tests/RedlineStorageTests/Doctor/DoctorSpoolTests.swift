import Foundation
import Redline
import Testing

@testable import RedlineStorage

@Suite("The doctor, of the spool")
struct DoctorSpoolTests {
    private static let ours = "0198c1a4-0000-7000-8000-000000000001"
    private static let other = "0198c1a4-0000-7000-8000-000000000002"

    private func lines(
        _ folder: String,
        limit: Int = Spool.standardLimit,
        installation: String? = ours
    ) async throws -> [String] {
        let check = SpoolCheck(folder: folder, limit: limit, installation: installation)
        return await check.findings(at: try instant("2026-03-05T15:30:00Z")).map(\.line)
    }

    /// A spool in which so many records wait, and so many are set aside.
    private func fill(_ path: String, waiting: Int, refused: Int = 0, bytes: Int = 0) async throws {
        let spool = try Spool(path: path)
        let records = try (0..<(waiting + refused)).map { number in
            try prepare(
                SampleInteractions.plain(
                    id: "i-\(number)",
                    message: "confidential" + String(repeating: "x", count: bytes)
                )
            )
        }
        _ = try await spool.append(records)
        let entries = try await spool.next(refused)
        try await spool.settle([], refused: entries.map { ($0, "confidential") })
        spool.close()
    }

    @Test("makes nothing where there is none yet")
    func none() async throws {
        try await TemporaryFolder.with { folder in
            let path = "\(folder.path)/home/spool"
            let found = try await lines(path)
            #expect(found == ["ok spool: Nothing waits in \(path)."])
            let isMade = FileManager.default.fileExists(atPath: "\(folder.path)/home")
            #expect(!isMade)
        }
    }

    @Test("counts what waits and what was refused, and shows nothing of it")
    func waiting() async throws {
        try await TemporaryFolder.with { folder in
            let path = "\(folder.path)/\(Self.ours).sqlite"
            try await fill(path, waiting: 1)
            #expect(
                try await lines(folder.path) == [
                    "warning spool: \(path): 1 record waits, the oldest for 3 h. See whether redline "
                        + "serve runs, or run redline spool drain."
                ]
            )
            try await fill(path, waiting: 1, refused: 2)
            let both = try await lines(folder.path)
            #expect(
                both == [
                    "warning spool: \(path): 2 records wait, the oldest for 3 h. 2 records were "
                        + "refused by the database and set aside. See whether redline serve runs, or "
                        + "run redline spool drain. Run redline spool refused, then redline spool "
                        + "retry or redline spool discard."
                ]
            )
        }
    }

    @Test("tells a spool that is near its limit")
    func limit() async throws {
        try await TemporaryFolder.with { folder in
            let path = "\(folder.path)/\(Self.ours).sqlite"
            try await fill(path, waiting: 1, bytes: 60_000)
            // What the file has in its log counts as well until it is closed.
            let file = try FileManager.default.attributesOfItem(atPath: path)
            let size = try #require(file[.size] as? Int)
            let near = try await lines(folder.path, limit: size + size / 10)
            #expect(near.count == 1)
            #expect(near[0].contains("; at the limit, records are refused."), "\(near)")
            #expect(near[0].hasSuffix(" Raise --spool-limit."))
            let far = try await lines(folder.path, limit: size * 4)
            #expect(!far[0].contains("at the limit"), "\(far)")
        }
    }

    @Test("looks at every spool while it is not known which database is meant")
    func several() async throws {
        try await TemporaryFolder.with { folder in
            let ours = "\(folder.path)/\(Self.ours).sqlite"
            let other = "\(folder.path)/\(Self.other).sqlite"
            try await fill(ours, waiting: 0)
            try await fill(other, waiting: 3)
            #expect(
                try await lines(folder.path) == [
                    "ok spool: Nothing waits in \(ours).",
                    "warning spool: \(other): 3 records wait for another database, the oldest for "
                        + "3 h. Run redline spool drain with that database, once it is back.",
                ]
            )
            #expect(
                try await lines(folder.path, installation: nil) == [
                    "ok spool: Nothing waits in \(ours).",
                    "warning spool: \(other): 3 records wait, the oldest for 3 h. Run redline spool "
                        + "drain with that database, once it is back.",
                ]
            )
            try FileManager.default.removeItem(atPath: other)
            let third = "0198c1a4-0000-7000-8000-000000000003"
            #expect(
                try await lines(folder.path, installation: third)
                    == ["ok spool: Nothing waits in \(folder.path)."]
            )
        }
    }

    @Test("tells a spool that cannot be used")
    func unusable() async throws {
        try await TemporaryFolder.with { folder in
            let text = String(repeating: "no database ", count: 1_000)
            let path = try folder.write("\(Self.ours).sqlite", text)
            #expect(
                try await lines(folder.path) == [
                    "problem spool: \(path): the spool cannot be used: file is not a database. While "
                        + "the database is away, records are refused. See who owns the file and "
                        + "whether the disk is full; move a damaged file away."
                ]
            )
            #expect(
                try await lines(path) == [
                    "problem spool: No spool can be made in \(path): \(path) is no folder. While the "
                        + "database is away, records are refused. Give the folder to the user that "
                        + "runs redline, or name another with --spool."
                ]
            )
        }
    }
}
