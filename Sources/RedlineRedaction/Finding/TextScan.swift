/// The UTF-8 of a text, and where in it what kind of character is.
struct TextScan {
    let bytes: UnsafeBufferPointer<UInt8>

    /// The byte at a place; 0 outside of the text.
    @inline(__always)
    subscript(_ place: Int) -> UInt8 {
        place >= 0 && place < bytes.count ? bytes[place] : 0
    }

    var count: Int { bytes.count }

    /// Letters and digits, and everything that is not ASCII: what words are made of.
    @inline(__always)
    func isWord(_ place: Int) -> Bool {
        Self.isWordByte(self[place])
    }

    @inline(__always)
    func isDigit(_ place: Int) -> Bool { Self.isDigit(self[place]) }

    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    @inline(__always)
    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A }

    @inline(__always)
    static func isHexadecimal(_ byte: UInt8) -> Bool {
        isDigit(byte) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66)
    }

    /// Where the word ends that has a character before this place; the place itself where none has.
    func endOfWord(within place: Int) -> Int {
        guard isWord(place - 1) else { return place }
        var end = place
        while end < bytes.count, Self.isWordByte(bytes[end]) { end += 1 }
        return end
    }

    @inline(__always)
    private static func isWordByte(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte) || byte >= 0x80
    }

    /// The text of a range.
    func text(_ range: Range<Int>) -> String {
        String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
    }

    /// The digits of a range.
    func digits(_ range: Range<Int>) -> [UInt8] { bytes[range].filter { Self.isDigit($0) } }

    /// Whether a number that ends before this place ends there, and is not a part of a longer one.
    func endsNumber(_ place: Int) -> Bool {
        if isWord(place) || self[place] == UInt8(ascii: "_") { return false }
        switch self[place] {
        case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: ","):
            return !isWord(place + 1)
        default: return true
        }
    }

    /// Whether a number may begin at this place.
    func startsNumber(_ place: Int) -> Bool {
        if isWord(place - 1) || self[place - 1] == UInt8(ascii: "_") { return false }
        switch self[place - 1] {
        case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "+"),
            UInt8(ascii: "#"), UInt8(ascii: ","):
            return !isWord(place - 2) && self[place - 1] != UInt8(ascii: "#")
        case UInt8(ascii: " "):
            // Digits before a space may be the front of the same number.
            return true
        default: return true
        }
    }

    /// The word before a place, in lower case; punctuation and spaces between are passed over.
    func wordBefore(_ place: Int) -> String {
        var end = place
        while end > 0, place - end < 4, !isWord(end - 1), self[end - 1] != 0x0A { end -= 1 }
        var start = end
        while start > 0, end - start < 16, isWord(start - 1) { start -= 1 }
        return text(start..<end).lowercased()
    }
}
