extension TextScan {
    /// The telephone number that begins at a place.
    ///
    /// It is known by a country's prefix (+), by the form of North American numbers, by a leading
    /// zero and groups of digits, or by a word before it that says so.
    func phone(_ groups: DigitGroups) -> PersonalDataFinding? {
        guard groups.digits >= 7, startsNumber(groups.start), !groups.isDate,
            groups.isBalanced
        else { return nil }
        var groups = groups
        while !(endsNumber(groups.end) && isPhone(groups)) {
            // Another number may follow behind a space.
            guard let shorter = groups.withoutLastGroups, shorter.digits >= 7 else { return nil }
            groups = shorter
        }
        let range = groups.start..<groups.end
        return PersonalDataFinding(
            kind: .phone,
            range: range,
            value: String(decoding: digits(range), as: UTF8.self)
        )
    }

    private func isPhone(_ groups: DigitGroups) -> Bool {
        if groups.hasPlus || self[groups.start + 1] == UInt8(ascii: "+") {
            return isInternational(groups)
        }
        // What was cut at a space is no national number by its leading zero alone.
        let isWhole = self[groups.end] != UInt8(ascii: " ") || !isDigit(groups.end + 1)
        return isNorthAmerican(groups) || (isWhole && isNational(groups))
            || (groups.digits <= 15 && isNamed(groups.start))
    }

    private func isInternational(_ groups: DigitGroups) -> Bool {
        guard (8...15).contains(groups.digits), let first = groups.groups.first else {
            return false
        }
        return self[first.lowerBound] != 0x30
    }

    /// `(415) 555-2671`, `415-555-2671`, `1-415-555-2671`, `415.555.2671`.
    private func isNorthAmerican(_ groups: DigitGroups) -> Bool {
        var parts = groups.groups[...]
        if parts.count == 4, let first = parts.first, first.count == 1 {
            guard self[first.lowerBound] == UInt8(ascii: "1") else { return false }
            parts = parts.dropFirst()
        }
        guard parts.map(\.count) == [3, 3, 4], let area = parts.first else { return false }
        let exchange = parts[parts.startIndex + 1]
        // Neither an area nor an exchange begins with 0 or 1.
        return self[area.lowerBound] >= 0x32 && self[exchange.lowerBound] >= 0x32
            && groups.separators.allSatisfy { $0 != UInt8(ascii: "/") }
    }

    /// `030 1234567`, `(0171) 234 56 78`, `06 12 34 56 78`, `0049 30 1234567`.
    private func isNational(_ groups: DigitGroups) -> Bool {
        guard let first = groups.groups.first, self[first.lowerBound] == 0x30,
            groups.groups.count >= 2
        else { return false }
        if self[first.lowerBound + 1] == 0x30 {
            return first.count >= 4 && first.count <= 5 && self[first.lowerBound + 2] != 0x30
                && (11...15).contains(groups.digits)
                && groups.isSeparated(byOneOf: [UInt8(ascii: " ")])
        }
        // Three, two and four digits are a number of another kind.
        guard groups.shape != [3, 2, 4], (9...11).contains(groups.digits),
            (2...5).contains(first.count)
        else { return false }
        let dot = UInt8(ascii: ".")
        guard groups.separators.contains(dot) else { return true }
        return groups.shape == [2, 2, 2, 2, 2] && groups.separators.allSatisfy { $0 == dot }
    }

    /// Whether a word such as `Tel.:` is before a number.
    private func isNamed(_ place: Int) -> Bool {
        Self.phoneWords.contains(wordBefore(place))
    }

    private static let phoneWords: Set = [
        "tel", "telephone", "phone", "fax", "telefax", "mobile", "mob", "cell", "telefon", "handy",
        "whatsapp", "tél", "téléphone", "teléfono", "telefono", "móvil", "mobil", "hotline",
    ]
}
