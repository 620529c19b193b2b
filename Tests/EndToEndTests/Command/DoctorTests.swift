import Foundation
import Testing

@Suite("The command: doctor")
struct DoctorTests {
    @Test("says on one line each what it found, and with 0 that nothing is broken")
    func text() async throws {
        let database = try await TestDatabase.migrated()
        let result = try await database.redline(
            ["doctor", "--spool", Scratch.folder.appending(path: "no-spool").path]
        )
        let lines = result.text.split(separator: "\n")
        let names = lines.compactMap { line in
            line.prefixMatch(of: /(ok|warning|problem) +([a-z-]+(?: disk| folder)?)  +\S.+\./).map {
                String($0.2)
            }
        }
        #expect(
            names == [
                "database", "durability", "clock", "migrations", "roles", "ownership", "partitions",
                "measures", "roll-ups", "files folder", "spool", "spool disk",
            ],
            "\(result.text)"
        )
        #expect(lines.count == names.count)
        let isBroken = lines.contains { $0.hasPrefix("problem") }
        #expect(result.status == (isBroken ? 1 : 0))
        #expect(result.stderr.isEmpty)
        try await database.drop()
    }

    @Test("gives the same as JSON")
    func json() async throws {
        let database = try await TestDatabase.migrated()
        let options = ["--spool", Scratch.folder.appending(path: "no-spool").path]
        let text = try await database.redline(["doctor"] + options)
        let result = try await database.redline(["doctor", "--format", "json"] + options)
        #expect(result.status == text.status)
        let checks = try JSON(parsing: result.text)["checks"].elements
        let lines = checks.map { check in
            [check["detail"].string, check["advice"].string].compactMap(\.self)
                .joined(separator: " ")
        }
        #expect(checks.allSatisfy { $0.names == ["advice", "detail", "name", "status"] })
        #expect(lines.count > 5)
        for (line, shown) in zip(lines, text.text.split(separator: "\n"))
        where !line.contains("are free") {
            #expect(shown.hasSuffix(line))
        }
        try await database.drop()
    }

    @Test("sees a certificate that runs out, one that ran out, and a key that anybody may read")
    func certificate() async throws {
        let database = try await TestDatabase.migrated()
        func lines(_ certificate: Certificate) async throws -> [String] {
            let result = try await database.redline(["doctor"] + certificate.options)
            return result.text.split(separator: "\n").map(String.init)
                .filter { $0.contains("certificate") }
        }
        let good = try await Certificate.make("good", days: 15)
        let file = good.certificate.path
        let fine = try await lines(good)
        #expect(fine.count == 1)
        #expect(
            fine.first?.hasPrefix("ok       certificate   The certificate in \(file) runs out at 2")
                == true
        )

        #expect(chmod(good.key.path, 0o644) == 0)
        let open = try await lines(good)
        #expect(open.count == 2)
        #expect(
            open.last?.hasPrefix("warning  certificate   Everybody on this machine can read the")
                == true
        )

        let soon = try await lines(try await Certificate.make("soon", days: 14))
        #expect(soon.count == 1)
        #expect(soon.first?.hasPrefix("warning  certificate   ") == true)
        #expect(soon.first?.contains(", in less than 14 days. Renew it;") == true)

        let past = try await lines(try await good.expired())
        #expect(past.first?.hasPrefix("problem  certificate  ") == true)
        #expect(past.first?.contains(" ran out at 2") == true)

        let other = Certificate(
            certificate: good.certificate,
            key: try await Certificate.make("other").key
        )
        let result = try await database.redline(["doctor"] + other.options)
        #expect(result.status == 1)
        #expect(result.text.contains("The service does not start with this certificate: the key"))
        try await database.drop()
    }

    @Test("ends with 1 where something is broken, and makes nothing")
    func broken() async throws {
        let home = Scratch.folder.appending(path: "doctor-home").path
        let away = try await Redline.run(
            ["doctor", "--database-url", "postgresql://jo:hush@/records?host=/nowhere"],
            environment: ["REDLINE_HOME": home]
        )
        #expect(away.status == 1)
        #expect(away.text.hasPrefix("problem  database    The database cannot be reached: "))
        #expect(!away.text.contains("hush"))
        #expect(away.stderr.isEmpty)
        let unmade = try await Redline.run(["doctor"], environment: ["REDLINE_HOME": home])
        #expect(unmade.text.contains("There is no private cluster in \(home) yet"))
        #expect(!FileManager.default.fileExists(atPath: home))
        let empty = try await TestDatabase.empty()
        let behind = try await empty.redline(["doctor"])
        #expect(behind.status == 1)
        #expect(behind.text.contains("Run redline migrate."))
        try await empty.drop()
    }
}
