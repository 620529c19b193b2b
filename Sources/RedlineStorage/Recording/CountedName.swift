import RedlineDigest

/// A name under which things are counted: of a tool, a model, a kind of document, a field.
///
/// Such names come from outside and are keys of the roll-ups, which can hold no more than some
/// thousands of bytes. A long one is counted under its beginning and a digest of the whole; the
/// record itself has it as it was sent.
enum CountedName {
    /// The most bytes of UTF-8 that a name is counted under.
    static let limit = 600
    /// What of a longer one is kept.
    private static let kept = 400

    static func of(_ name: String) -> String {
        guard isLong(name) else { return name }
        var bytes = 0
        let beginning = name.unicodeScalars.prefix { scalar in
            bytes += UTF8.width(scalar)
            return bytes <= kept
        }
        let digest = SHA256Digest.of(Array(name.utf8)).prefix(16)
        return "\(String(beginning))…\(SHA256Digest.hexadecimal(Array(digest)))"
    }

    static func of(_ names: [String]) -> [String] {
        names.contains(where: isLong) ? names.map { of($0) } : names
    }

    private static func isLong(_ name: String) -> Bool { name.utf8.count > limit }
}

extension Batch {
    /// A name under which things are counted.
    mutating func name(_ value: String?) { text(value.map { CountedName.of($0) }) }
}
