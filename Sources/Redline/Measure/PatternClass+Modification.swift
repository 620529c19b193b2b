extension PatternClass {
    /// The class of a modification.
    ///
    /// Time and memory grow with the length of the values; no step compares every character with
    /// every other.
    ///
    /// - Parameters:
    ///   - original: The leaf that the AI gave.
    ///   - modified: The leaf that a person put in its place; it differs from the original.
    /// - Returns: Any class but `missing` and `spurious`.
    public static func of(original: JSONLeaf, modified: JSONLeaf) -> PatternClass {
        if case .string(let before) = original, case .string(let after) = modified {
            return of(before.codePoints, after.codePoints)
        }
        let wasVoid = isVoid(original)
        guard wasVoid == isVoid(modified) else {
            return wasVoid ? .filled : .cleared
        }
        guard original.hasSameType(as: modified) else {
            return .type
        }
        guard case .number(let before) = original, case .number(let after) = modified else {
            return .rewrite
        }
        return of(before, after)
            ?? ofCharacters(before.plainText.codePoints, after.plainText.codePoints)
    }

    /// Null, or a string of nothing but white space.
    private static func isVoid(_ leaf: JSONLeaf) -> Bool {
        switch leaf {
        case .null: true
        case .string(let text): text.codePoints.isBlank
        default: false
        }
    }

    private static func of(_ before: CodePoints, _ after: CodePoints) -> PatternClass {
        let wasBlank = before.isBlank
        guard wasBlank == after.isBlank else {
            return wasBlank ? .filled : .cleared
        }
        let foldedBefore = before.folded
        let foldedAfter = after.folded
        if foldedBefore == foldedAfter {
            return .case
        }
        if foldedBefore.isEqual(to: foldedAfter, keeping: CodePoints.isInk) {
            return .whitespace
        }
        let numbers = both(WrittenNumber.init, before, after)
        let dates = both(WrittenDate.init, before, after)
        if numbers == nil, dates == nil,
            foldedBefore.isEqual(to: foldedAfter, keeping: CodePoints.isLetter)
        {
            return .punctuation
        }
        let amounts = numbers.flatMap { $0.isComparable(to: $1) ? ($0.value, $1.value) : nil }
        if let amounts, amounts.0 == amounts.1 {
            return .numberFormat
        }
        if let dates, dates.0.sharesDay(with: dates.1) {
            return .dateFormat
        }
        return amounts.flatMap(of) ?? ofCharacters(before, after)
    }

    /// `decimalShift` or `sign` where two different numbers have the same digits.
    private static func of(_ before: DecimalNumber, _ after: DecimalNumber) -> PatternClass? {
        guard !before.digits.isEmpty, before.digits == after.digits else {
            return nil
        }
        if before.isNegative == after.isNegative {
            return .decimalShift
        }
        return before.exponent == after.exponent ? .sign : nil
    }

    private static func both<Reading>(
        _ read: (CodePoints) -> Reading?,
        _ before: CodePoints,
        _ after: CodePoints
    ) -> (Reading, Reading)? {
        guard let first = read(before), let second = read(after) else {
            return nil
        }
        return (first, second)
    }
}
