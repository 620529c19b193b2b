import Foundation
import Redline
import RedlineDigest

/// Holds an export against its manifest, and against the digest beside it.
public struct ExportVerification: Sendable {
    /// How many members were compared.
    public private(set) var members = 0
    /// How many records the manifest speaks of.
    public private(set) var records = 0
    /// Whether there is a digest of the whole beside it.
    public private(set) var hasSidecar = false
    /// What does not fit, in sentences; empty where all is well.
    public private(set) var faults: [String] = []

    /// Where the digest of a file is: beside it, as `sha256sum` writes it.
    public static func sidecar(of path: String) -> String { path + ".sha256" }

    /// Reads an archive to its end.
    ///
    /// - Throws: `ArchiveError` where there is no such file.
    public init(path: String) throws(ArchiveError) {
        try checkSidecar(path)
        var found: [ArchiveMember] = []
        var manifest: [UInt8]?
        do throws(ArchiveError) {
            let reader = try ZipReader(path: path)
            while let (member, content) = try reader.next(keeping: [ExportManifest.name]) {
                if member.name == ExportManifest.name {
                    if manifest != nil { faults.append("there are two of \(member.name)") }
                    manifest = content
                } else {
                    found.append(member)
                }
            }
        } catch {
            faults.append("\(error)")
        }
        guard let manifest else {
            faults.append(
                "\(ExportManifest.name) is missing: it is no export of redline, or cut off"
            )
            return
        }
        compare(found, with: manifest)
    }

    private mutating func checkSidecar(_ path: String) throws(ArchiveError) {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw .unreadable(path: path, reason: String(cString: strerror(errno)))
        }
        guard let text = try? String(contentsOfFile: Self.sidecar(of: path), encoding: .utf8) else {
            if FileManager.default.fileExists(atPath: Self.sidecar(of: path)) {
                faults.append("\(Self.sidecar(of: path)) is no text")
            }
            return
        }
        hasSidecar = true
        let stream = SHA256Stream()
        while let piece = try? file.read(upToCount: 1 << 16), !piece.isEmpty {
            piece.withUnsafeBytes { stream.update($0) }
        }
        let line = "\(stream.finish())  \(URL(fileURLWithPath: path).lastPathComponent)\n"
        // Byte for byte: canonically equivalent is not the same here.
        if Array(text.utf8) != Array(line.utf8) {
            faults.append("the file is not the one that \(Self.sidecar(of: path)) speaks of")
        }
    }

    private mutating func compare(_ found: [ArchiveMember], with manifest: [UInt8]) {
        guard let root = try? JSONDocument(parsing: manifest).root,
            let listed = root["members"]?.elements
        else {
            faults.append("\(ExportManifest.name) cannot be read")
            return
        }
        var expected: [String: ArchiveMember] = [:]
        for entry in listed {
            guard let name = entry["name"]?.string, let sha256 = entry["sha256"]?.string,
                let count = entry["bytes"]?.integer, expected[name] == nil
            else {
                faults.append("\(ExportManifest.name) cannot be read")
                return
            }
            expected[name] = ArchiveMember(name: name, byteCount: count, sha256: sha256)
        }
        for member in found {
            guard let wanted = expected.removeValue(forKey: member.name) else {
                faults.append("\(member.name) is not in the manifest, or there twice")
                continue
            }
            if wanted != member { faults.append("\(member.name) is not what the manifest says") }
            members += 1
        }
        for name in expected.keys.sorted() { faults.append("\(name) is missing") }
        records = root["records"]?.integer ?? 0
    }
}
