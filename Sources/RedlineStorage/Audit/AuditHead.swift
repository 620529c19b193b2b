import Redline

/// The last seal of an audit trail at some time: what is written down elsewhere as an anchor.
///
/// All that comes before it is bound to its hash; who has it finds that the trail was rewritten, or
/// cut off behind an earlier seal.
public struct AuditHead: Sendable, Equatable {
    /// The id of the database's installation.
    public let installation: String
    /// The seal's number.
    public let number: Int
    /// Its hash: 64 hexadecimal digits.
    public let hash: String
    /// When it was made.
    public let sealedAt: Timestamp

    /// Creates a head.
    public init(installation: String, number: Int, hash: String, sealedAt: Timestamp) {
        self.installation = installation
        self.number = number
        self.hash = hash
        self.sealedAt = sealedAt
    }
}

extension AuditHead: CustomStringConvertible {
    /// The head in one line, as an anchor file has it.
    public var description: String { "\(installation) seal \(number) \(hash) \(sealedAt)" }

    /// Reads a line of an anchor file.
    public init?(_ line: some StringProtocol) {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 5, words[1] == "seal", let number = Int(words[2]), number > 0,
            words[3].count == 64, words[3].allSatisfy(\.isHexDigit),
            let sealedAt = Timestamp(String(words[4]))
        else { return nil }
        self.init(
            installation: String(words[0]),
            number: number,
            hash: String(words[3]),
            sealedAt: sealedAt
        )
    }
}
