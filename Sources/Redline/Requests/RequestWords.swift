/// The words of a message that say what it asks, each as a hash.
///
/// It reads ASCII; what `LatinFolding` leaves beyond it counts as letters. Words are what white
/// space and punctuation part; an apostrophe is dropped, with a French elision before it. What has
/// a digit in it, hyphens included (`17`, `SO-51504`, a UUID), an email address and a URL are all
/// the same placeholder.
struct RequestWords {
    /// The hashes, in order, with repetitions.
    private(set) var hashes: [UInt64] = []
    /// Those of words of courtesy and grammar, which count only where there are no others.
    private var courtesies: [UInt64] = []
    private var word: [UInt8] = []

    private static let placeholder = StableHash.mixed(UInt64(UInt8(ascii: "#")))

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        hashes.reserveCapacity(16)
        word.reserveCapacity(32)
        var index = 0
        while index < bytes.count, hashes.count < RequestKey.wordLimit {
            if bytes[index] <= UInt8(ascii: " ") {
                index += 1
                continue
            }
            var end = index + 1
            while end < bytes.count, bytes[end] > UInt8(ascii: " ") { end += 1 }
            read(UnsafeBufferPointer(rebasing: bytes[index..<end]))
            index = end
        }
        if hashes.isEmpty { swap(&hashes, &courtesies) }
    }

    /// Reads what stands between white space.
    private mutating func read(_ chunk: UnsafeBufferPointer<UInt8>) {
        if Self.isAddress(chunk) {
            hashes.append(Self.placeholder)
            return
        }
        var index = 0
        while index < chunk.count, hashes.count < RequestKey.wordLimit {
            let start = index
            if chunk[index] >= 0x80 {
                while index < chunk.count, chunk[index] >= 0x80 { index += 1 }
                word.append(contentsOf: chunk[start..<index])
                endWord()
                continue
            }
            var hasDigit = false
            scan: while index < chunk.count {
                switch chunk[index] {
                case UInt8(ascii: "0")...UInt8(ascii: "9"): hasDigit = true
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "'"):
                    break
                default: break scan
                }
                index += 1
            }
            if hasDigit {
                hashes.append(Self.placeholder)
            } else {
                readWords(chunk[start..<index])
            }
            if index == start { index += 1 }
        }
    }

    /// Reads words of ASCII letters, apart by hyphens.
    private mutating func readWords(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) {
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "-"), UInt8(ascii: "_"): endWord()
            case UInt8(ascii: "'"): dropElision()
            default: word.append(byte | 0x20)
            }
        }
        endWord()
    }

    /// Drops the article or pronoun of `l'article` and `qu'il`.
    private mutating func dropElision() {
        switch word {
        case [UInt8(ascii: "q"), UInt8(ascii: "u")]: word.removeAll(keepingCapacity: true)
        default:
            guard word.count == 1, Self.elided.contains(word[0]) else { return }
            word.removeAll(keepingCapacity: true)
        }
    }

    private static let elided = "cdjlmnst".utf8

    private mutating func endWord() {
        defer { word.removeAll(keepingCapacity: true) }
        guard !word.isEmpty, hashes.count < RequestKey.wordLimit else { return }
        if CourtesyWords.contains(word) {
            if courtesies.count < RequestKey.wordLimit { courtesies.append(WordForm.exact(word)) }
            return
        }
        WordForm.makeSingular(&word)
        hashes.append(WordForm.hash(of: word))
    }

    /// Whether it is an email address or a URL.
    private static func isAddress(_ chunk: UnsafeBufferPointer<UInt8>) -> Bool {
        guard chunk.count >= 3 else { return false }
        for index in 1..<(chunk.count - 1) {
            switch chunk[index] {
            case UInt8(ascii: "@"): return true
            case UInt8(ascii: ":"):
                let isScheme =
                    index + 2 < chunk.count && chunk[index + 1] == UInt8(ascii: "/")
                    && chunk[index + 2] == UInt8(ascii: "/")
                if isScheme { return true }
            default: break
            }
        }
        return false
    }
}
