import Foundation
import RedlineDigest
import TestSupport
import Testing

@testable import RedlineCompliance

@Suite("Verifying an export")
struct ExportVerificationTests {
    /// Each byte in turn takes minutes; REDLINE_EVERY_BYTE asks for it.
    private static let step =
        ProcessInfo.processInfo.environment["REDLINE_EVERY_BYTE"] == nil ? 11 : 1

    @Test("finds every byte that was flipped, and passes without one")
    func flips() async throws {
        try await HeldDatabase.with { held in
            let path = scratch("flips.zip")
            let members = try await held.export(to: path)
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
            try Self.writeSidecar(of: path, bytes)
            let whole = try ExportVerification(path: path)
            #expect(whole.faults == [] && whole.hasSidecar)
            #expect(whole.members == members.count - 1)
            var silent = 0
            for index in stride(from: 0, to: bytes.count, by: Self.step) {
                var flipped = bytes
                flipped[index] ^= 1 << UInt8(index % 8)
                try Data(flipped).write(to: URL(fileURLWithPath: path))
                #expect(try !ExportVerification(path: path).faults.isEmpty, "byte \(index)")
                guard (index / Self.step).isMultiple(of: 8) else { continue }
                // Without the sidecar too, what passes has the same members.
                let other = scratch("alone.zip")
                try Data(flipped).write(to: URL(fileURLWithPath: other))
                guard try ExportVerification(path: other).faults.isEmpty else { continue }
                silent += 1
                #expect(try HeldDatabase.members(of: other) == members, "byte \(index)")
            }
            // Times and attributes in headers are what no member's digest goes over.
            #expect(silent < bytes.count / Self.step / 8 / 2)
        }
    }

    @Test("finds what is cut off, missing, added or twice there, and a digest of another file")
    func others() async throws {
        try await HeldDatabase.with { held in
            let path = scratch("others.zip")
            _ = try await held.export(to: path)
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
            for count in [0, 1, 100, bytes.count / 2, bytes.count - 1] {
                try Data(bytes.prefix(count)).write(to: URL(fileURLWithPath: path))
                #expect(try !ExportVerification(path: path).faults.isEmpty, "\(count) bytes")
            }
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            #expect(try ExportVerification(path: path).faults == [])
            try Self.writeSidecar(of: path, bytes + [0])
            #expect(try ExportVerification(path: path).faults.count == 1)
            #expect(throws: ArchiveError.self) { try ExportVerification(path: "/nowhere/x.zip") }
        }
    }

    private static func writeSidecar(of path: String, _ bytes: [UInt8]) throws {
        let name = URL(fileURLWithPath: path).lastPathComponent
        let digest = SHA256Digest.hexadecimal(SHA256Digest.of(bytes))
        try "\(digest)  \(name)\n".write(
            toFile: ExportVerification.sidecar(of: path),
            atomically: false,
            encoding: .utf8
        )
    }
}
