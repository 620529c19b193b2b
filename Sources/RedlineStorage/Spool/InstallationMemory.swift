import Foundation
import Glibc
import RedlineDigest
import RedlinePostgres

/// Which installation was last found where, in a folder of spools, so that a service that is started
/// while its database is away knows which spool is its own.
public struct InstallationMemory: Sendable {
    private let folder: String

    /// Names the folder, which has to be there before something is remembered.
    public init(folder: String) {
        self.folder = folder
    }

    /// The id that was found there last; nil where nobody has been there.
    ///
    /// - Throws: `PostgresError` where the connection string cannot be read.
    public func recall(_ options: ConnectionOptions) throws -> String? {
        let file = try path(options)
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { return nil }
        let id = text.trimmingCharacters(in: .whitespacesAndNewlines)
        // It becomes the name of a file.
        return UUID(uuidString: id) == nil ? nil : id
    }

    /// Notes the id that was found there.
    ///
    /// - Throws: `PostgresError` as `recall`, `PrivateClusterError` where it cannot be written.
    public func remember(_ id: String, _ options: ConnectionOptions) throws {
        guard try recall(options) != id else { return }
        try PrivateFolder.write(
            id + "\n",
            to: try path(options),
            mode: 0o600,
            owner: (geteuid(), getegid())
        )
    }

    /// The name tells nobody where the database is, and has nothing of a password in it.
    private func path(_ options: ConnectionOptions) throws -> String {
        let place = try options.place()
        let digest = SHA256Digest.of(Array(place.utf8)).prefix(16)
        let name = digest.map { String(format: "%02x", $0) }.joined()
        return "\(folder)/\(name).installation"
    }
}
