/// The grammar of JSON's numbers.
enum JSONNumber {
    /// Whether the text is a number as RFC 8259 spells them: no `NaN`, no `+1`, no `.5`, no `1.`.
    static func isValid(_ text: String) -> Bool {
        var rest = text.utf8[...]
        skip(&rest, "-")
        if !skip(&rest, "0") {
            guard skipDigits(&rest) else { return false }
        }
        if skip(&rest, ".") {
            guard skipDigits(&rest) else { return false }
        }
        if skip(&rest, "e") || skip(&rest, "E") {
            if !skip(&rest, "+") { skip(&rest, "-") }
            guard skipDigits(&rest) else { return false }
        }
        return rest.isEmpty
    }

    @discardableResult
    private static func skip(_ rest: inout Substring.UTF8View, _ scalar: Unicode.Scalar) -> Bool {
        guard let byte = rest.first, byte == UInt8(ascii: scalar) else { return false }
        rest.removeFirst()
        return true
    }

    private static func skipDigits(_ rest: inout Substring.UTF8View) -> Bool {
        let digits = rest.prefix { 0x30...0x39 ~= $0 }
        rest = rest[digits.endIndex...]
        return !digits.isEmpty
    }
}
