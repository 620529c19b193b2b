/// The form in which a word of a message counts.
enum WordForm {
    /// The hash of a word as it stands.
    static func exact(_ word: [UInt8]) -> UInt64 {
        var hash = StableHash()
        hash.add(word)
        return hash.value
    }

    /// The hash of a word; from four Latin letters on it is of the first letter and of the multiset
    /// of the others, doubled letters as one.
    ///
    /// So two letters that changed places, and a letter typed twice or not twice, do not count.
    static func hash(of word: [UInt8]) -> UInt64 {
        guard word.count >= 4 else { return exact(word) }
        var sum: UInt64 = 0
        var previous: UInt8 = 0
        for (place, byte) in word.enumerated() where byte != previous {
            guard byte < 0x80 else { return exact(word) }
            // A sum does not depend on the order.
            sum &+= StableHash.mixed(UInt64(byte) << (place == 0 ? 8 : 0))
            previous = byte
        }
        return StableHash.mixed(sum)
    }

    /// Takes an English, French or Spanish plural's ending away.
    static func makeSingular(_ word: inout [UInt8]) {
        let count = word.count
        guard count >= 4, word[count - 1] == UInt8(ascii: "s") else { return }
        let before = word[count - 2]
        if count >= 5, before == UInt8(ascii: "e") {
            switch word[count - 3] {
            case UInt8(ascii: "i"):
                word.removeLast(3)
                word.append(UInt8(ascii: "y"))
                return
            case UInt8(ascii: "s"), UInt8(ascii: "h"), UInt8(ascii: "x"), UInt8(ascii: "z"):
                let third = word[count - 4]
                let isSibilant =
                    switch word[count - 3] {
                    case UInt8(ascii: "s"): third == UInt8(ascii: "s")
                    case UInt8(ascii: "h"): third == UInt8(ascii: "s") || third == UInt8(ascii: "c")
                    default: true
                    }
                word.removeLast(isSibilant ? 2 : 1)
                return
            default: break
            }
        }
        switch before {
        case UInt8(ascii: "s"), UInt8(ascii: "u"), UInt8(ascii: "i"): break
        default: word.removeLast()
        }
    }
}
