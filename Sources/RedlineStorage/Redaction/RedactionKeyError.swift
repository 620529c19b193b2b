/// Why personal data cannot be replaced.
public enum RedactionKeyError: Error, Sendable, Equatable {
    /// The key's file cannot be read.
    case notReadable(String, String)
    /// Others may read or write the key's file.
    case isOpen(String)
    /// The file holds no key.
    case isNone(String)
    /// There is no file, and the database knows a key, or cannot say whether it does.
    case isMissing(String, isDatabaseAway: Bool)
    /// The database knows another key.
    case isAnother(String)
}

extension RedactionKeyError: CustomStringConvertible {
    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .notReadable(let path, let reason):
            "the redaction key \(path) cannot be read: \(reason)"
        case .isOpen(let path):
            "others may read or change the redaction key \(path): chmod 600 \(path)"
        case .isNone(let path):
            "\(path) holds no redaction key, which is 64 hexadecimal digits"
        case .isMissing(let path, isDatabaseAway: true):
            "there is no redaction key \(path), and none is made while the database does not "
                + "answer, which may know another: put the key there, or wait for the database"
        case .isMissing(let path, isDatabaseAway: false):
            "the redaction key \(path) is missing, with which this database's placeholders were "
                + "made: put it back, or copy it from another server. \(Self.wayOut)"
        case .isAnother(let path):
            "the redaction key \(path) is not the one with which this database's placeholders were "
                + "made: put that one back, or copy it from another server. \(Self.wayOut)"
        }
    }

    private static let wayOut =
        "If it is lost for good, start once with --redact-new-key: from then on the same value "
        + "has another placeholder than before"
}
