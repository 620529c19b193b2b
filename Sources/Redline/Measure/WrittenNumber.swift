/// A number as people write it: with a currency sign, grouped digits, a decimal comma.
struct WrittenNumber {
    /// The number's value.
    let value: DecimalNumber

    /// The currency sign in front or behind, or `nil`.
    let currency: UInt32?

    /// Reads a text that is one number and nothing else.
    ///
    /// `1,234` is grouped and `1.234` is not; `1.234,50`, `1 234.50` and `1'234.50` are one number.
    /// A sign may stand before or after the currency sign, but only once.
    init?(_ text: CodePoints) {
        guard let first = text.first(where: { !CodePoint.isWhite($0) }),
            Self.canStart(first)
        else {
            return nil
        }
        let line = text.collapsed
        var rest = line[...]
        var sign = Self.takeSign(&rest)
        Self.takeSpace(&rest)
        var currency = Self.takeCurrency(&rest)
        Self.takeSpace(&rest)
        if let inner = Self.takeSign(&rest) {
            guard sign == nil else {
                return nil
            }
            sign = inner
        }
        Self.takeSpace(&rest)
        if let last = rest.last, CodePoint.isCurrency(last) {
            guard currency == nil else {
                return nil
            }
            currency = last
            rest.removeLast()
            if rest.last == CodePoint.space {
                rest.removeLast()
            }
        }
        guard let body = WrittenDigits.plain(rest) else {
            return nil
        }
        let text = (sign == nil || sign == 0x2B ? [] : [UInt8(ascii: "-")]) + body
        guard
            let value = text.withUnsafeBufferPointer({ DecimalNumber.read($0, strictly: false) })
        else {
            return nil
        }
        self.value = value
        self.currency = currency
    }

    /// Whether both can be the same kind of amount: no two different currency signs.
    func isComparable(to other: WrittenNumber) -> Bool {
        currency == other.currency || currency == nil || other.currency == nil
    }

    private static func canStart(_ point: UInt32) -> Bool {
        CodePoint.isDigit(point) || isSign(point) || point == 0x2C || point == 0x2E
            || CodePoint.isCurrency(point)
    }

    private static func isSign(_ point: UInt32) -> Bool {
        point == 0x2B || point == 0x2D || point == 0x2212
    }

    private static func takeSign(_ rest: inout ArraySlice<UInt32>) -> UInt32? {
        guard let first = rest.first, isSign(first) else {
            return nil
        }
        return rest.removeFirst()
    }

    private static func takeCurrency(_ rest: inout ArraySlice<UInt32>) -> UInt32? {
        guard let first = rest.first, CodePoint.isCurrency(first) else {
            return nil
        }
        return rest.removeFirst()
    }

    private static func takeSpace(_ rest: inout ArraySlice<UInt32>) {
        if rest.first == CodePoint.space {
            rest.removeFirst()
        }
    }
}
