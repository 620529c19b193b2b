extension DecimalNumber {
    /// Reads a number as RFC 8259 writes it.
    ///
    /// Fails where the text is no JSON number, or its exponent is beyond ``exponentLimit`` (unless
    /// the value is zero).
    ///
    /// - Parameter text: The whole of the number's text, without white space around it.
    public init?(jsonText text: some StringProtocol) {
        self.init(jsonText: text.utf8)
    }

    /// Reads a number as RFC 8259 writes it, from its UTF-8 bytes.
    ///
    /// Fails where the text is no JSON number, or its exponent is beyond ``exponentLimit`` (unless
    /// the value is zero).
    ///
    /// - Parameter bytes: The whole of the number's text, without white space around it.
    public init?(jsonText bytes: some Collection<UInt8>) {
        let value =
            bytes.withContiguousStorageIfAvailable { Self.read($0, strictly: true) }
            ?? Array(bytes).withUnsafeBufferPointer { Self.read($0, strictly: true) }
        guard let value else {
            return nil
        }
        self = value
    }

    /// The value of `[-] digits [. digits] [e [+-] digits]`; `nil` where the text is not that.
    ///
    /// Strictly, as in JSON, the integer part must be there and have no leading zero.
    static func read(_ bytes: UnsafeBufferPointer<UInt8>, strictly: Bool) -> DecimalNumber? {
        var at = 0
        let isNegative = bytes.first == UInt8(ascii: "-")
        at += isNegative ? 1 : 0
        let integer = digitRun(bytes, from: at)
        at = integer.upperBound
        if strictly {
            guard let first = integer.first,
                bytes[first] != UInt8(ascii: "0") || integer.count == 1
            else {
                return nil
            }
        }
        var fraction = at..<at
        if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
            fraction = digitRun(bytes, from: at + 1)
            at = fraction.upperBound
            guard !fraction.isEmpty else {
                return nil
            }
        }
        guard !integer.isEmpty || !fraction.isEmpty else {
            return nil
        }
        var power: Int? = 0
        if at < bytes.count {
            guard bytes[at] | 0x20 == UInt8(ascii: "e") else {
                return nil
            }
            at += 1
            let isDown = at < bytes.count && bytes[at] == UInt8(ascii: "-")
            at += isDown || (at < bytes.count && bytes[at] == UInt8(ascii: "+")) ? 1 : 0
            let run = digitRun(bytes, from: at)
            guard !run.isEmpty, run.upperBound == bytes.count else {
                return nil
            }
            power = magnitude(bytes, run).map { isDown ? -$0 : $0 }
        }
        return make(isNegative, bytes, integer, fraction, power: power)
    }

    private static func digitRun(
        _ bytes: UnsafeBufferPointer<UInt8>,
        from start: Int
    ) -> Range<Int> {
        var end = start
        while end < bytes.count, bytes[end] &- UInt8(ascii: "0") < 10 {
            end += 1
        }
        return start..<end
    }

    /// The value of a run of digits, or `nil` where it is beyond ``exponentLimit``.
    private static func magnitude(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ run: Range<Int>
    ) -> Int? {
        var value = 0
        for index in run {
            value = value * 10 + Int(bytes[index] - UInt8(ascii: "0"))
            guard value <= exponentLimit else {
                return nil
            }
        }
        return value
    }

    private static func make(
        _ isNegative: Bool,
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ integer: Range<Int>,
        _ fraction: Range<Int>,
        power: Int?
    ) -> DecimalNumber? {
        let integerCount = integer.count
        func digit(_ place: Int) -> UInt8 {
            place < integerCount
                ? bytes[integer.lowerBound + place]
                : bytes[fraction.lowerBound + place - integerCount]
        }
        var first = 0
        var end = integerCount + fraction.count
        while first < end, digit(first) == UInt8(ascii: "0") {
            first += 1
        }
        guard first < end else {
            return .zero
        }
        guard let power else {
            return nil
        }
        while digit(end - 1) == UInt8(ascii: "0") {
            end -= 1
        }
        let digits = String(unsafeUninitializedCapacity: end - first) { buffer in
            for place in first..<end {
                buffer[place - first] = digit(place)
            }
            return end - first
        }
        return DecimalNumber(
            isNegative: isNegative,
            digits: digits,
            exponent: power + integerCount - end
        )
    }
}
