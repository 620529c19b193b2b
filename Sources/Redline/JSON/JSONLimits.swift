/// What a JSON text may be at most.
public struct JSONLimits: Sendable {
    /// The largest text, in bytes.
    public var bytes: Int
    /// The deepest nesting of arrays and objects.
    public var depth: Int
    /// The longest spelling of a number, in characters.
    public var numberCharacters: Int
    /// The largest magnitude of a number's written exponent.
    public var numberExponent: Int

    /// The limits of a record: 8 MiB, 64 levels, and numbers that PostgreSQL can hold.
    public static let record = JSONLimits(
        bytes: 8 * 1024 * 1024,
        depth: 64,
        numberCharacters: 1_000,
        numberExponent: 1_000
    )

    /// Creates limits.
    public init(bytes: Int, depth: Int, numberCharacters: Int, numberExponent: Int) {
        self.bytes = bytes
        self.depth = depth
        self.numberCharacters = numberCharacters
        self.numberExponent = numberExponent
    }
}

/// The most leaves that one document (extracted, original or modified data) may have.
public let documentLeafLimit = 50_000

/// The most bytes that the paths to the leaves of one document may have together: 16 MiB.
public let documentPathLimit = 16 * 1024 * 1024
