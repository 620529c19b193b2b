extension TextScan {
    /// The hexadecimal digits of a keyed placeholder.
    static let placeholderDigits = 16

    /// Where the keyed placeholder ends that begins at a place, such as `[EMAIL:3f9a0c52d1e47b86]`.
    ///
    /// It is passed over: digits of its hash could have the form of something else, and what was
    /// replaced before has to stay the same.
    func endOfPlaceholder(at place: Int) -> Int? {
        guard Self.firstLetters.contains(self[place + 1]) else { return nil }
        for label in Self.labels where starts(with: label, at: place + 1) {
            let first = place + 1 + label.count
            let end = first + Self.placeholderDigits
            guard self[end] == UInt8(ascii: "]"),
                (first..<end).allSatisfy({ Self.isLowerHexadecimal(self[$0]) })
            else { return nil }
            return end + 1
        }
        return nil
    }

    private static let labels = PersonalData.allCases.map { Array("\($0.label):".utf8) }
    private static let firstLetters = labels.compactMap(\.first)

    private func starts(with prefix: [UInt8], at place: Int) -> Bool {
        for (offset, byte) in prefix.enumerated() where self[place + offset] != byte {
            return false
        }
        return true
    }

    private static func isLowerHexadecimal(_ byte: UInt8) -> Bool {
        isDigit(byte) || (byte >= 0x61 && byte <= 0x66)
    }
}
