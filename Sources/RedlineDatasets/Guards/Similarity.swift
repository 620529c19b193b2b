/// By what an example is compared with others.
struct Similarity: Equatable {
    /// The hash of what the AI was asked.
    let prompt: UInt64
    /// The hash of what was answered.
    let answer: UInt64

    init(prompt: [String], answer: [String]) {
        self.prompt = SimilarityHash.of(prompt)
        self.answer = SimilarityHash.of(answer)
    }

    /// Reads what `text` gave.
    init?(_ text: String) {
        let parts = text.split(separator: "-").compactMap { UInt64($0, radix: 16) }
        guard parts.count == 2 else { return nil }
        prompt = parts[0]
        answer = parts[1]
    }

    /// Both hashes in hexadecimal digits.
    var text: String { "\(String(prompt, radix: 16))-\(String(answer, radix: 16))" }
}

/// A hash that is nearly the same for texts that are: SimHash of their words and pairs of words.
///
/// Each of those counts once, however often it is there, so that what all texts have in common does
/// not outweigh the rest.
enum SimilarityHash {
    static func of(_ texts: [String]) -> UInt64 {
        var features: [UInt64] = []
        for text in texts { add(text, to: &features) }
        features.sort()
        var weights = [Int32](repeating: 0, count: 64)
        var last: UInt64?
        weights.withUnsafeMutableBufferPointer { weights in
            for feature in features where feature != last {
                last = feature
                for bit in 0..<64 { weights[bit] &+= Int32(feature >> UInt64(bit) & 1) &* 2 &- 1 }
            }
        }
        var value: UInt64 = 0
        for bit in 0..<64 where weights[bit] > 0 { value |= 1 << UInt64(bit) }
        return value
    }

    /// The words are runs of letters and digits, whatever their case.
    private static func add(_ text: String, to features: inout [UInt64]) {
        var word = start
        var last: UInt64 = 0
        func end() {
            guard word != start else { return }
            features.append(mixed(word))
            features.append(mixed(word ^ mixed(last &+ 1)))
            last = word
            word = start
        }
        var text = text
        text.withUTF8 { bytes in
            for byte in bytes {
                let lower = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
                let isWord =
                    (lower >= 0x61 && lower <= 0x7A) || (lower >= 0x30 && lower <= 0x39)
                    || lower >= 0x80
                if isWord { word = (word ^ UInt64(lower)) &* 0x0000_0100_0000_01b3 } else { end() }
            }
        }
        end()
    }

    private static let start: UInt64 = 0xcbf2_9ce4_8422_2325

    private static func mixed(_ number: UInt64) -> UInt64 {
        var mixed = number
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
