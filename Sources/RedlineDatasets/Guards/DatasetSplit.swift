import RedlineDigest

/// The parts into which a dataset is split, and their shares.
public struct DatasetSplit: Sendable, Equatable {
    /// A part and its share of the owners.
    public struct Part: Sendable, Equatable {
        /// The part's name, such as `train`.
        public let name: String
        /// Its share, as it was written.
        public let share: Double
    }

    /// The parts, in order.
    public let parts: [Part]
    /// Another seed deals out owners otherwise.
    public var seed: UInt64 = 0

    /// Everything in one part.
    public static let whole = DatasetSplit(parts: [Part(name: "train", share: 1)])

    private init(parts: [Part]) {
        self.parts = parts
    }

    /// Reads `train=0.9,test=0.1`; nil where the shares do not add up to 1.
    public init?(_ text: String) {
        var parts: [Part] = []
        for word in text.split(separator: ",", omittingEmptySubsequences: false) {
            let sides = word.split(separator: "=", omittingEmptySubsequences: false)
            guard sides.count == 2, let share = Double(sides[1]), share > 0, share <= 1,
                sides[0].wholeMatch(of: /[a-z][a-z0-9_]{0,31}/) != nil,
                !parts.contains(where: { $0.name == sides[0] })
            else { return nil }
            parts.append(Part(name: String(sides[0]), share: share))
        }
        let sum = parts.reduce(0) { $0 + $1.share }
        guard !parts.isEmpty, parts.count <= 10, abs(sum - 1) < 1e-9 else { return nil }
        self.parts = parts
    }

    /// The part of what has this name: always the same one under one seed.
    func part(of name: String) -> Int {
        let digest = SHA256Digest.of(Array("\(seed) \(name)".utf8))
        let number = digest.prefix(6).reduce(0) { $0 << 8 | UInt64($1) }
        let fraction = Double(number) / Double(1 << 48 as UInt64)
        var reached = 0.0
        for (place, part) in parts.enumerated() {
            reached += part.share
            if fraction < reached { return place }
        }
        return parts.count - 1
    }
}
