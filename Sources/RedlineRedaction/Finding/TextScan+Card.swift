extension TextScan {
    /// The number of a payment card that begins at a place: of a known issuer's form, and with the
    /// right check digit.
    func card(_ groups: DigitGroups) -> PersonalDataFinding? {
        guard (13...19).contains(groups.digits), !groups.hasPlus, groups.parentheses == 0,
            startsNumber(groups.start), endsNumber(groups.end), Self.isCardShape(groups),
            Self.isIssued(digits(groups.start..<groups.end)),
            Self.hasCheckDigit(digits(groups.start..<groups.end))
        else { return nil }
        let range = groups.start..<groups.end
        return PersonalDataFinding(
            kind: .card,
            range: range,
            value: String(decoding: digits(range), as: UTF8.self)
        )
    }

    private static func isCardShape(_ groups: DigitGroups) -> Bool {
        guard groups.isSeparated(byOneOf: [UInt8(ascii: " "), UInt8(ascii: "-")]) else {
            return false
        }
        let shape = groups.shape
        let isFours = shape.dropLast().allSatisfy { $0 == 4 } && (shape.last ?? 0) <= 4
        return shape.count == 1 || shape == [4, 6, 5] || shape == [4, 6, 4]
            || (shape.count >= 4 && isFours)
    }

    /// Whether the first digits and the length are those of a card network.
    private static func isIssued(_ digits: [UInt8]) -> Bool {
        let front = digits.prefix(4).reduce(0) { $0 * 10 + Int($1 - 0x30) }
        return switch (front, digits.count) {
        case (4_000...4_999, 13), (4_000...4_999, 16), (4_000...4_999, 19): true
        case (5_100...5_599, 16), (2_221...2_720, 16): true
        case (3_400...3_499, 15), (3_700...3_799, 15): true
        case (3_000...3_059, 14), (3_600...3_699, 14), (3_800...3_999, 14): true
        case (3_528...3_589, 16): true
        case (6_011, 16...19), (6_440...6_599, 16...19), (6_200...6_299, 16...19): true
        case (5_018, 16...19), (5_020, 16...19), (5_038, 16...19), (6_304, 16...19): true
        default: false
        }
    }

    /// Luhn: from the right, every second digit doubled, the digits of all add up to a multiple of 10.
    private static func hasCheckDigit(_ digits: [UInt8]) -> Bool {
        var sum = 0
        for (place, byte) in digits.reversed().enumerated() {
            let value = Int(byte - 0x30) * (place.isMultiple(of: 2) ? 1 : 2)
            sum += value > 9 ? value - 9 : value
        }
        return sum.isMultiple(of: 10) && Set(digits).count > 1
    }
}
