import Foundation

/// Why the private cluster could not be made, started, reached or stopped.
///
/// The description is meant for the person at the terminal: what happened, what to do about it and,
/// where PostgreSQL itself said something, the last lines that it wrote.
public struct PrivateClusterError: Error, Equatable, Sendable {
    /// The kinds of failure that a caller may want to tell apart.
    public enum Reason: String, Sendable {
        /// No PostgreSQL 15 or newer was found.
        case postgresNotFound
        /// The data folder was made by a major version of PostgreSQL that is not installed.
        case versionMismatch
        /// A folder is missing, belongs to somebody else or cannot be used.
        case folderNotUsable
        /// The cluster could not be made.
        case creationFailed
        /// The server did not start.
        case startFailed
        /// The server did not stop.
        case stopFailed
        /// The server is not running, and the request needs it.
        case notRunning
    }

    /// The kind of failure.
    public let reason: Reason
    /// What happened, in one sentence.
    public let message: String
    /// What to do about it; empty where there is nothing to say.
    public let advice: String
    /// The last lines that PostgreSQL wrote, oldest first.
    public let serverLines: [String]

    init(_ reason: Reason, _ message: String, advice: String = "", serverLines: [String] = []) {
        self.reason = reason
        self.message = message
        self.advice = advice
        self.serverLines = serverLines
    }
}

extension PrivateClusterError: CustomStringConvertible, LocalizedError {
    /// Message, advice and server lines, each on lines of its own.
    public var description: String {
        var lines = [message]
        if !advice.isEmpty { lines.append(advice) }
        if !serverLines.isEmpty {
            lines.append("PostgreSQL said:")
            lines += serverLines.map { "  " + $0 }
        }
        return lines.joined(separator: "\n")
    }

    /// The same text as the description.
    public var errorDescription: String? { description }
}

extension PrivateClusterError {
    /// Makes an error out of what PostgreSQL wrote, with advice where the cause is a known one.
    static func fromServer(_ reason: Reason, _ message: String, output: [String]) -> Self {
        let lines = output.filter { !$0.trimmingCharacters(in: .whitespaces).isEmpty }.suffix(12)
        let text = lines.joined(separator: "\n")
        let advice = adviceByPhrase.first { text.contains($0.phrase) }?.advice ?? ""
        return Self(reason, message, advice: advice, serverLines: Array(lines))
    }

    private static let adviceByPhrase: [(phrase: String, advice: String)] = [
        (
            "No space left on device",
            "The disk is full: free some space, or set REDLINE_HOME to a folder on another disk."
        ),
        (
            "pre-existing shared memory block",
            "Processes of an earlier PostgreSQL still hold the data; end them and try again."
        ),
        (
            "Cannot allocate memory",
            "There is too little memory: set a smaller shared_buffers in custom.conf in the data folder."
        ),
        (
            "contains errors",
            "A setting is wrong: look at custom.conf in the data folder."
        ),
        (
            "Address already in use",
            "Another program listens on that port: set another port in custom.conf in the data folder."
        ),
        (
            "Permission denied",
            "The user that runs PostgreSQL must be able to read and write its data folder, and no other user."
        ),
        (
            "permissions",
            "The data folder must be readable by its owner alone (chmod 700)."
        ),
        (
            "Read-only file system",
            "Set REDLINE_HOME to a folder that can be written to."
        ),
    ]
}
