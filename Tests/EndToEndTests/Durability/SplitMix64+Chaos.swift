import TestSupport

extension SplitMix64 {
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
