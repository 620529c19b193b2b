/// A text that is an amount and nothing else: `1,234.50`, `-97.80`, `$12`, `1.234,50 €`, `EUR 5.00`.
struct WrittenAmount: Equatable {
    /// How a number is shown.
    struct Style: Hashable {
        /// The digits behind the point; nil to show what the number needs.
        var decimals: Int?
        /// Whether thousands stand apart.
        var isGrouped = false
        /// What stands before the number, such as `$`.
        var prefix = ""
        /// What stands behind it, such as ` EUR`.
        var suffix = ""
    }

    let value: Double
    let style: Style

    /// The most digits behind the point of an amount.
    private static let decimalLimit = 6

    /// Reads an amount; nil for anything else, and for digits without a point, a group or a currency,
    /// which may be the name of something.
    init?(_ text: String) {
        var body = Substring(text)
        var style = Style()
        var isNegative = Self.takeSign(&body)
        style.prefix = Self.takePrefix(&body)
        if !isNegative, !style.prefix.isEmpty { isNegative = Self.takeSign(&body) }
        if style.prefix.isEmpty { style.suffix = Self.takeSuffix(&body) }
        guard let digits = Self.digits(body) else { return nil }
        guard digits.isTelling || !style.prefix.isEmpty || !style.suffix.isEmpty else { return nil }
        let plain = digits.whole + (digits.fraction.isEmpty ? "" : "." + digits.fraction)
        guard let value = Double(plain) else { return nil }
        style.decimals = digits.fraction.utf8.count
        style.isGrouped = true
        self.value = isNegative ? -value : value
        self.style = style
    }

    private static func takeSign(_ body: inout Substring) -> Bool {
        guard body.first == "-" || body.first == "\u{2212}" else { return false }
        body.removeFirst()
        return true
    }

    private static let signs: Set<Character> = ["$", "€", "£", "¥", "₹", "₩", "₺", "₽", "₪", "฿"]

    private static func takePrefix(_ body: inout Substring) -> String {
        var prefix = ""
        if let sign = body.first, signs.contains(sign) {
            prefix.append(body.removeFirst())
        } else if let code = isoCode(body.prefix(3)), body.dropFirst(3).first == " " {
            prefix = code
            body.removeFirst(3)
        } else {
            return ""
        }
        if body.first == " " { prefix.append(body.removeFirst()) }
        return prefix
    }

    private static func takeSuffix(_ body: inout Substring) -> String {
        var suffix = ""
        if let sign = body.last, signs.contains(sign) {
            suffix.append(body.removeLast())
        } else if let code = isoCode(body.suffix(3)), body.dropLast(3).last == " " {
            suffix = code
            body.removeLast(3)
        } else {
            return ""
        }
        if let space = body.last, space == " " || space == "\u{A0}" || space == "\u{202F}" {
            body.removeLast()
            suffix = " " + suffix
        }
        return suffix
    }

    /// The currencies whose codes are taken for such: a text like `ABC 12` is no amount.
    private static let codes: Set<String> = [
        "AED", "AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EGP", "EUR", "GBP", "HKD", "HUF",
        "IDR", "ILS", "INR", "JPY", "KRW", "MXN", "NOK", "NZD", "PLN", "SAR", "SEK", "SGD", "THB",
        "TRY", "TWD", "USD", "ZAR",
    ]

    private static func isoCode(_ text: Substring) -> String? {
        codes.contains(String(text)) ? String(text) : nil
    }

    /// Digits in groups or not, with a point or a comma for the fraction.
    private static func digits(
        _ body: Substring
    ) -> (whole: String, fraction: String, isTelling: Bool)? {
        let bytes = Array(body.utf8)
        guard bytes.count <= 24, bytes.first.map({ 0x30...0x39 ~= $0 }) == true,
            bytes.last.map({ 0x30...0x39 ~= $0 }) == true,
            bytes.allSatisfy({ 0x30...0x39 ~= $0 || $0 == 0x2C || $0 == 0x2E })
        else { return nil }
        let comma = bytes.lastIndex(of: UInt8(ascii: ","))
        let point = bytes.lastIndex(of: UInt8(ascii: "."))
        var decimal: Int?
        switch (comma, point) {
        case (let comma?, let point?): decimal = max(comma, point)
        case (nil, let point?): decimal = point
        // `97,80` has a fraction; `1,234` has not.
        case (let comma?, nil): decimal = bytes.count - comma == 3 ? comma : nil
        case (nil, nil): decimal = nil
        }
        let fraction = decimal.map { bytes[($0 + 1)...] } ?? []
        let separator = decimal.map { bytes[$0] == 0x2E ? UInt8(0x2C) : 0x2E } ?? 0x2C
        let whole = bytes[..<(decimal ?? bytes.count)]
        let groups = whole.split(separator: separator, omittingEmptySubsequences: false)
        guard let first = groups.first, 1...3 ~= first.count || groups.count == 1,
            groups.dropFirst().allSatisfy({ $0.count == 3 }),
            groups.allSatisfy({ $0.allSatisfy { 0x30...0x39 ~= $0 } }),
            first.count == 1 || first.first != 0x30,
            groups.count == 1 || first.first != 0x30,
            fraction.count <= decimalLimit,
            groups.reduce(fraction.count, { $0 + $1.count }) <= TypedValue.digitLimit
        else { return nil }
        return (
            String(decoding: groups.joined(), as: UTF8.self),
            String(decoding: fraction, as: UTF8.self),
            decimal != nil || groups.count > 1
        )
    }
}
