/// What a user message asks, as one number: messages that ask the same have the same one.
///
/// It is of the set of the message's words, whatever their order, as `RequestWords` reads them:
/// without letter case, punctuation and diacritics, without words of courtesy and grammar, numbers
/// and ids as one placeholder, plurals as singulars, and each longer word by its first letter and
/// its other letters in any order, so that `shwo my tasks` asks what `Show my task!` asks. Two
/// messages either have the same number or not: nothing is compared, and no message decides what
/// becomes of another.
public enum RequestKey {
    /// How many words count, from the first on; what follows them does not.
    public static let wordLimit = 64
    /// How many bytes of a message are read for them: a word of millions of letters is none.
    public static let byteLimit = 8 << 10

    /// The number of a message.
    public static func of(_ message: String) -> Int64 {
        var message = message
        if message.utf8.count > byteLimit {
            message = String(decoding: message.utf8.prefix(byteLimit), as: UTF8.self)
        }
        let plain: UInt64? = message.withUTF8 { bytes in
            guard !bytes.contains(where: { $0 >= 0x80 }) else { return nil }
            return hash(of: RequestWords(bytes)) ?? hash(of: bytes)
        }
        if let plain { return Int64(bitPattern: plain) }
        let words = LatinFolding.folded(message).withUnsafeBufferPointer { RequestWords($0) }
        return Int64(bitPattern: hash(of: words) ?? hash(of: message.utf8))
    }

    /// The hash of a set of words; nil where there is none, as where a message is of signs alone.
    private static func hash(of words: RequestWords) -> UInt64? {
        guard !words.hashes.isEmpty else { return nil }
        var hash = StableHash()
        var previous: UInt64?
        for word in words.hashes.sorted() where word != previous {
            hash.add(word)
            previous = word
        }
        return hash.value
    }

    /// The hash of a text as it stands.
    private static func hash(of text: some Sequence<UInt8>) -> UInt64 {
        var hash = StableHash()
        hash.add(text)
        return hash.value
    }
}
