/// A 64-bit hash that is the same in every process and on every machine, for numbers that are stored.
///
/// FNV-1a over bytes (Fowler, Noll, Vo), ended by the finaliser of SplitMix64, which spreads what
/// FNV leaves in the low bits. It is no secret: whoever guesses a text can compute its hash.
struct StableHash {
    private(set) var state: UInt64 = 0xcbf2_9ce4_8422_2325

    @inline(__always)
    mutating func add(_ byte: UInt8) {
        state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }

    @inline(__always)
    mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { add(byte) }
    }

    /// Takes on another hash, as one more element of a sequence.
    @inline(__always)
    mutating func add(_ hash: UInt64) {
        state = Self.mixed(state ^ hash) &+ 0x9e37_79b9_7f4a_7c15
    }

    /// The hash of what was added.
    var value: UInt64 { Self.mixed(state) }

    /// A number with its bits spread over all 64.
    @inline(__always)
    static func mixed(_ number: UInt64) -> UInt64 {
        var mixed = number
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
