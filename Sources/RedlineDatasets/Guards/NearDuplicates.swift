import Redline

/// Knows examples that say nearly the same as one that came before, in bounded memory and work.
///
/// An example's prompt and its answers are each known by a 64-bit SimHash (Charikar 2002); two
/// examples of which both hashes differ in at most three bits are near-duplicates (Manku, Jain and
/// Das Sarma 2007). Such two agree in at least one of four parts of 16 bits of their answers' hash,
/// and only those are looked at. The hashes of short texts have much in common, and those of equal
/// answers everything, so that there can be many: they lie side by side in memory, each with some
/// bits of both hashes, by which nearly all others are passed over. The last million examples are
/// remembered, and the last 65,536 that agree in a part; what came before is forgotten.
struct NearDuplicates {
    /// How many examples are remembered unless told otherwise.
    static let standardCapacity = 1 << 20
    /// How many that agree in a part are looked at unless told otherwise.
    static let standardDepth = 1 << 16
    /// In how many bits both hashes of near-duplicates differ at most.
    static let distance = 3
    private static let parts = 4

    private let capacity: Int
    private let depth: Int
    /// The last examples' hashes, the example of number n at n modulo the capacity.
    private var hashes: [Similarity] = []
    /// For each value of each part, the examples that have it, oldest first.
    private var buckets = [[Entry]](repeating: [], count: parts << 16)
    private var count = 0

    init(capacity: Int = standardCapacity, depth: Int = standardDepth) {
        self.capacity = capacity
        self.depth = depth
    }

    /// Takes an example's hashes, unless one like it is remembered.
    ///
    /// - Returns: Whether it was taken.
    mutating func insert(_ hash: Similarity) -> Bool {
        guard !contains(hash) else { return false }
        if count < capacity { hashes.append(hash) } else { hashes[count % capacity] = hash }
        for part in 0..<Self.parts {
            let slot = Self.slot(hash, part)
            makeRoom(in: slot)
            buckets[slot].append(
                Entry(number: UInt32(truncatingIfNeeded: count), bits: Self.bits(hash, part))
            )
        }
        count += 1
        return true
    }

    private func contains(_ hash: Similarity) -> Bool {
        for part in 0..<Self.parts {
            let bits = Self.bits(hash, part)
            let bucket = buckets[Self.slot(hash, part)]
            for entry in bucket[max(0, bucket.count - depth)...].reversed() {
                let differing = bits ^ entry.bits
                guard (differing & 0xFFFF).nonzeroBitCount <= Self.distance,
                    (differing >> 16).nonzeroBitCount <= Self.distance
                else { continue }
                let age = age(of: entry)
                // Whatever lies before it is older.
                guard age <= capacity else { break }
                let other = hashes[(count - age) % capacity]
                if (hash.answer ^ other.answer).nonzeroBitCount <= Self.distance,
                    (hash.prompt ^ other.prompt).nonzeroBitCount <= Self.distance
                {
                    return true
                }
            }
        }
        return false
    }

    /// Drops what is forgotten rather than let a bucket grow, where that is a good part of it.
    private mutating func makeRoom(in slot: Int) {
        let size = buckets[slot].count
        guard size > 0, size == buckets[slot].capacity else { return }
        var forgotten = max(0, size - depth)
        while forgotten < size, age(of: buckets[slot][forgotten]) >= capacity { forgotten += 1 }
        if forgotten > size / 4 { buckets[slot].removeFirst(forgotten) }
    }

    /// How many examples ago an entry was taken; the last one was 1 ago.
    private func age(of entry: Entry) -> Int {
        Int(UInt32(truncatingIfNeeded: count) &- entry.number)
    }

    private static func slot(_ hash: Similarity, _ part: Int) -> Int {
        part << 16 | Int(hash.answer >> (16 * UInt64(part)) & 0xFFFF)
    }

    /// 16 bits of the answer's hash, from another part, and 16 of the prompt's.
    private static func bits(_ hash: Similarity, _ part: Int) -> UInt32 {
        let answer = hash.answer >> (16 * UInt64((part + 1) % parts)) & 0xFFFF
        let prompt = hash.prompt >> (16 * UInt64(part)) & 0xFFFF
        return UInt32(answer | prompt << 16)
    }

    /// An example as a bucket knows it.
    private struct Entry {
        /// The low bits of its number: it is among the last, so that they tell it.
        let number: UInt32
        /// Bits of its hashes.
        let bits: UInt32
    }
}
