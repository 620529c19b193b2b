/// The value of a JSON number's text without rounding: sign, significant digits, power of ten.
///
/// Leading and trailing zeros do not count, and zero has no sign, so that `1`, `1.0` and `10e-1`
/// have the same form.
struct NumberForm {
    private(set) var isNegative = false
    /// The power of ten of the last significant digit.
    private(set) var exponent = 0
    /// Where the significant digits lie in the text (a decimal point may lie between them).
    private(set) var digits: Range<Int> = 0..<0

    init(_ text: UnsafeRawBufferPointer) {
        var index = 0
        var negative = false
        if index < text.count, text[index] == UInt8(ascii: "-") {
            negative = true
            index += 1
        }
        var firstDigit = -1
        var lastDigit = -1
        var point = -1
        var written = 0
        scan: while index < text.count {
            let byte = text[index]
            switch byte {
            case UInt8(ascii: "."):
                point = index
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                written = Self.integer(text, from: index + 1)
                break scan
            case UInt8(ascii: "0"):
                break
            default:
                if firstDigit < 0 { firstDigit = index }
                lastDigit = index
            }
            index += 1
        }
        guard firstDigit >= 0 else { return }
        let end = index
        // Digits between the last significant one and the point (or the end) are tens.
        let unit = point < 0 ? end : point
        exponent = written + (lastDigit < unit ? unit - lastDigit - 1 : unit - lastDigit)
        digits = firstDigit..<(lastDigit + 1)
        isNegative = negative
    }

    private static func integer(_ text: UnsafeRawBufferPointer, from start: Int) -> Int {
        var value = 0
        var negative = false
        for index in start..<text.count {
            switch text[index] {
            case UInt8(ascii: "-"): negative = true
            case UInt8(ascii: "+"): break
            default:
                // Saturates: a limit refuses such exponents, and a hash of one must not trap.
                if value < 1_000_000_000 { value = value * 10 + Int(text[index] - 48) }
            }
        }
        return negative ? -value : value
    }

    @inline(__always)
    func forEachSignificantDigit(in text: UnsafeRawBufferPointer, _ body: (UInt8) -> Void) {
        for index in digits where text[index] != UInt8(ascii: ".") {
            body(text[index])
        }
    }

    /// Whether two numbers have the same value.
    static func areEqual(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
        if a.count == b.count, a.elementsEqual(b) { return true }
        let x = NumberForm(a)
        let y = NumberForm(b)
        guard x.exponent == y.exponent, x.isNegative == y.isNegative else { return false }
        var i = x.digits.lowerBound
        var j = y.digits.lowerBound
        let point = UInt8(ascii: ".")
        while true {
            if i < x.digits.upperBound, a[i] == point { i += 1 }
            if j < y.digits.upperBound, b[j] == point { j += 1 }
            guard i < x.digits.upperBound, j < y.digits.upperBound else { break }
            guard a[i] == b[j] else { return false }
            i += 1
            j += 1
        }
        return i == x.digits.upperBound && j == y.digits.upperBound
    }
}
