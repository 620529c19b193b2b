extension TextScan {
    /// The email address around an at sign.
    func email(at place: Int, from start: Int) -> PersonalDataFinding? {
        var first = place
        while first > start, Self.isLocal(self[first - 1]) { first -= 1 }
        while first < place, !isWord(first), self[first] != UInt8(ascii: "_") { first += 1 }
        guard first < place, self[place - 1] != UInt8(ascii: ".") else { return nil }
        var end = place + 1
        var label = end
        var labels = 0
        while end < count,
            isWord(end) || [UInt8(ascii: "."), UInt8(ascii: "-")].contains(self[end])
        {
            if self[end] == UInt8(ascii: ".") {
                // A full stop that ends a sentence is none of the address.
                guard end > label, isWord(end + 1) else { break }
                labels += 1
                label = end + 1
            }
            end += 1
        }
        while end > label, self[end - 1] == UInt8(ascii: "-") { end -= 1 }
        guard labels > 0, end - label >= 2, !isDigit(label), isTopLevel(label..<end) else {
            return nil
        }
        let range = first..<end
        return PersonalDataFinding(kind: .email, range: range, value: text(range).lowercased())
    }

    /// Whether a name can be the last part of a domain: letters alone, and no end of a file's name.
    private func isTopLevel(_ range: Range<Int>) -> Bool {
        guard range.allSatisfy({ isWord($0) && !isDigit($0) }) else {
            return text(range).lowercased().hasPrefix("xn--")
        }
        return !Self.fileEndings.contains(text(range).lowercased())
    }

    private static let fileEndings: Set = ["png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js"]

    private static func isLocal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "%"), UInt8(ascii: "+"),
            UInt8(ascii: "-"), UInt8(ascii: "'"), UInt8(ascii: "="), UInt8(ascii: "~"),
            UInt8(ascii: "&"):
            true
        default: isDigit(byte) || isLetter(byte) || byte >= 0x80
        }
    }
}
