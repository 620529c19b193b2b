/// Groups of digits with single separators between them, such as `030 123-45`.
struct DigitGroups {
    /// The extents of the groups.
    private(set) var groups: [Range<Int>] = []
    /// What is before each group but the first: a byte, or `(` or `)` where there is a parenthesis.
    private(set) var separators: [UInt8] = []
    /// The digits in all.
    private(set) var digits = 0
    /// Where it begins, with a plus sign or a parenthesis that belongs to it.
    let start: Int
    let hasPlus: Bool
    /// Whether it begins with a parenthesis.
    private(set) var opens = false
    private(set) var parentheses = 0

    /// No number that is looked for has more groups.
    private static let groupLimit = 7

    /// Reads the groups from a place on, at most so many digits.
    init?(_ text: TextScan, at place: Int, limit: Int = 19) {
        start = place
        var next = place
        hasPlus = text[next] == UInt8(ascii: "+")
        if hasPlus { next += 1 }
        if text[next] == UInt8(ascii: "(") {
            parentheses += 1
            opens = true
            next += 1
            // The plus sign may be within the parenthesis.
            if text[next] == UInt8(ascii: "+") { next += 1 }
        }
        guard text.isDigit(next) else { return nil }
        while true {
            let first = next
            while text.isDigit(next) { next += 1 }
            guard digits + next - first <= limit, groups.count < Self.groupLimit else { break }
            groups.append(first..<next)
            digits += next - first
            guard let (separator, after) = Self.separator(text, next) else { break }
            if separator == UInt8(ascii: "(") || separator == UInt8(ascii: ")") { parentheses += 1 }
            separators.append(separator)
            next = after
        }
        if separators.count >= groups.count, !groups.isEmpty {
            separators.removeLast(separators.count - groups.count + 1)
        }
        guard !groups.isEmpty else { return nil }
    }

    /// The same without the last groups, where a space is before those; nil where there is none.
    var withoutLastGroups: DigitGroups? {
        guard let cut = separators.lastIndex(of: UInt8(ascii: " ")) else { return nil }
        var shorter = self
        shorter.digits -= groups[(cut + 1)...].reduce(0) { $0 + $1.count }
        shorter.groups.removeSubrange((cut + 1)...)
        shorter.separators.removeSubrange(cut...)
        return shorter
    }

    /// Where it ends.
    var end: Int { groups.last?.upperBound ?? start }

    /// Whether each parenthesis that opens within it is closed within it.
    var isBalanced: Bool {
        let opening = separators.count { $0 == UInt8(ascii: "(") } + (opens ? 1 : 0)
        return opening == separators.count { $0 == UInt8(ascii: ")") }
    }

    /// The digits of each group.
    var shape: [Int] { groups.map(\.count) }

    /// Whether all separators are the same one of these.
    func isSeparated(byOneOf bytes: [UInt8]) -> Bool {
        guard let first = separators.first else { return true }
        return bytes.contains(first) && separators.allSatisfy { $0 == first }
    }

    /// Whether it is, or begins with, a date of numbers.
    var isDate: Bool {
        guard groups.count >= 3, separators.count >= 2, separators[0] == separators[1],
            [UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: ".")].contains(separators[0])
        else { return false }
        let shape = shape
        return
            (shape[0] <= 2 && shape[1] <= 2 && (shape[2] == 4 || shape[2] == 2)
            && groups.count == 3)
            || (shape[0] <= 2 && shape[1] <= 2 && shape[2] == 4)
            || (shape[0] == 4 && shape[1] <= 2 && shape[2] <= 2)
    }

    /// The separator behind a group, and where the next group begins.
    private static func separator(_ text: TextScan, _ place: Int) -> (UInt8, Int)? {
        let byte = text[place]
        switch byte {
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"):
            return text.isDigit(place + 1) ? (byte, place + 1) : nil
        case UInt8(ascii: " "):
            if text.isDigit(place + 1) { return (byte, place + 1) }
            if text[place + 1] == UInt8(ascii: "("), text.isDigit(place + 2) {
                return (UInt8(ascii: "("), place + 2)
            }
            if text[place + 1] == UInt8(ascii: "-") || text[place + 1] == UInt8(ascii: "/"),
                text[place + 2] == byte, text.isDigit(place + 3)
            {
                return (text[place + 1], place + 3)
            }
            return nil
        case UInt8(ascii: "("):
            return text.isDigit(place + 1) ? (byte, place + 1) : nil
        case UInt8(ascii: ")"):
            if text.isDigit(place + 1) { return (byte, place + 1) }
            let isGap = [UInt8(ascii: " "), UInt8(ascii: "-")].contains(text[place + 1])
            return isGap && text.isDigit(place + 2) ? (byte, place + 2) : nil
        default: return nil
        }
    }
}
