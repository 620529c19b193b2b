/// Numbers that follow from a seed (SplitMix64), so that a run's order can be had again.
struct ChaosRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Whether something happens that does so often in a hundred.
    mutating func happens(percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &self) < percent
    }

    /// A random UUID, version 4.
    mutating func uuid() -> String {
        let (high, low) = (next(), next())
        let first = String(hex: (high & 0xFFFF_FFFF_FFFF_0FFF) | 0x4000)
        let last = String(hex: (low & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000)
        let parts = [
            first.prefix(8), first.dropFirst(8).prefix(4), first.suffix(4), last.prefix(4),
            last.dropFirst(4),
        ]
        return parts.joined(separator: "-")
    }
}

extension String {
    fileprivate init(hex number: UInt64) {
        let digits = String(number, radix: 16)
        self = String(repeating: "0", count: 16 - digits.count) + digits
    }
}
