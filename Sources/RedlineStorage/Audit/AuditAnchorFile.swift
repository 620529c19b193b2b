import Foundation

/// A file of heads of an audit trail, a line each, the oldest first.
public struct AuditAnchorFile: Sendable {
    /// Where it is.
    public let path: String

    /// Names a file, which need not be there.
    public init(path: String) {
        self.path = path
    }

    /// The heads in the file; none where there is no file.
    ///
    /// - Throws: `AuditAnchorError`.
    public func read() throws(AuditAnchorError) -> [AuditHead] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw .unreadable(path: path)
        }
        var heads: [AuditHead] = []
        for (index, line) in text.split(separator: "\n").enumerated() {
            guard let head = AuditHead(line) else { throw .noHead(path: path, line: index + 1) }
            heads.append(head)
        }
        return heads
    }

    /// Adds a head to the file, and makes it where there is none.
    ///
    /// - Throws: `AuditAnchorError`.
    public func append(_ head: AuditHead) throws(AuditAnchorError) {
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .unwritable(path: path) }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try file.write(contentsOf: Data("\(head)\n".utf8))
            try file.synchronize()
        } catch {
            throw .unwritable(path: path)
        }
    }
}

/// Why an anchor file is of no use.
public enum AuditAnchorError: Error, Equatable {
    /// It cannot be read.
    case unreadable(path: String)
    /// A line of it is no head of an audit trail.
    case noHead(path: String, line: Int)
    /// It cannot be written.
    case unwritable(path: String)
}

extension AuditAnchorError: CustomStringConvertible {
    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .unreadable(let path): "\(path) cannot be read as text"
        case .noHead(let path, let line):
            "\(path):\(line): is no head of an audit trail; redline audit verify --anchor FILE "
                + "writes such lines"
        case .unwritable(let path): "\(path) cannot be written"
        }
    }
}
