/// Gives words numbers, so that comparing two words is comparing two numbers.
struct WordNumbering {
    private var numbers: [ArraySlice<UInt32>: Int32] = [:]

    /// The words of a text, which white space separates, without regard to case.
    mutating func words(of text: String) -> [Int32] {
        let points = Self.lowercased(text.codePoints)
        return points.split(whereSeparator: Self.separates).map { word in
            let fresh = Int32(truncatingIfNeeded: numbers.count)
            let number = numbers[word] ?? fresh
            if number == fresh {
                numbers[word] = fresh
            }
            return number
        }
    }

    /// White space, and the four information separators of ASCII.
    private static func separates(_ point: UInt32) -> Bool {
        CodePoint.isWhite(point) || 0x1C...0x1F ~= point
    }

    /// The text in lower case by the full mappings of Unicode, which make a sigma at the end of a
    /// word final.
    private static func lowercased(_ text: CodePoints) -> CodePoints {
        var result: CodePoints = []
        result.reserveCapacity(text.count)
        for (index, point) in text.enumerated() {
            if point < 0x80 {
                result.append(point &- 0x41 < 26 ? point | 0x20 : point)
            } else if point == 0x3A3 {
                result.append(endsWord(text, index) ? 0x3C2 : 0x3C3)
            } else if !CodePoint.isCaseless(point), let scalar = Unicode.Scalar(point) {
                result.append(
                    contentsOf: scalar.properties.lowercaseMapping.unicodeScalars.map(\.value)
                )
            } else {
                result.append(point)
            }
        }
        return result
    }

    /// The condition Final_Sigma: a cased letter before and none after, what is ignored for case
    /// passed over.
    private static func endsWord(_ text: CodePoints, _ index: Int) -> Bool {
        func isCased(_ point: UInt32) -> Bool {
            Unicode.Scalar(point)?.properties.isCased ?? false
        }
        func matters(_ point: UInt32) -> Bool {
            !(Unicode.Scalar(point)?.properties.isCaseIgnorable ?? false)
        }
        guard let before = text[..<index].last(where: matters), isCased(before) else {
            return false
        }
        guard let after = text[(index + 1)...].first(where: matters) else {
            return true
        }
        return !isCased(after)
    }
}
