/// Sentences with personal data, and with what only looks like it, made from a seed.
///
/// Every piece is made by the rules of its own kind (check digits by their published formulas, not
/// by the code that is tested) and put into a sentence of an office letter; nothing is taken from a
/// real person.
public struct SeededTexts: Sendable {
    /// A sentence.
    public struct Sample: Sendable {
        /// The sentence.
        public let text: String
        /// The personal data in it; nil where it has a look-alike alone.
        public let personal: String?
        /// The kind of data, or of look-alike.
        public let kind: String
    }

    private var random: SplitMix64

    /// Makes the same texts for the same seed.
    public init(seed: UInt64) {
        random = SplitMix64(seed: seed)
    }

    /// So many sentences, every second one with personal data.
    public mutating func samples(_ count: Int) -> [Sample] {
        (0..<count).map { place in
            let isPersonal = place.isMultiple(of: 2)
            let (kind, piece) = isPersonal ? personal() : lookAlike()
            return Sample(text: sentence(piece), personal: isPersonal ? piece : nil, kind: kind)
        }
    }

    private mutating func sentence(_ piece: String) -> String {
        pick([
            "Please note \(piece) for your records.", "\(piece)", "See \(piece), as agreed.",
            "We have (\(piece)) on file.", "Attached: \(piece)\nKind regards",
            "The value \"\(piece)\" was read on page 3.", "Grüße: \(piece).",
            "Customer 12 gave \(piece); 3 items followed.", "Re: \(piece) / second notice",
        ])
    }

    // MARK: - Personal data

    /// A kind of personal data and a piece of it.
    public mutating func personal() -> (String, String) {
        switch Int.random(in: 0..<6, using: &random) {
        case 0: ("email", email())
        case 1: ("phone", phone())
        case 2: ("card", card())
        case 3: ("iban", iban())
        case 4: ("ipv4", (0..<4).map { _ in "\(number(1...254))" }.joined(separator: "."))
        default: ("ipv6", address6())
        }
    }

    private mutating func email() -> String {
        let local = pick([
            "anna.schmidt", "j_doe", "o'neil", "info", "bob+invoices", "x", "marie-claire", "jörg",
            "a.b.c99",
        ])
        let domain = pick([
            "example.com", "mail.example.co.uk", "firma-gmbh.de", "uni.example.edu",
            "example.museum",
        ])
        let address = "\(local)\(number(0...99))@\(domain)"
        return Bool.random(using: &random) ? address : address.uppercased()
    }

    private mutating func phone() -> String {
        let area = "\(number(2...9))\(digits(2))"
        let exchange = "\(number(2...9))\(digits(2))"
        return pick([
            "+49 \(number(30...89)) \(number(1_000_000...9_999_999))",
            "+44 20 \(digits(4, first: 2...9)) \(digits(4))",
            "+1 (\(area)) \(exchange)-\(digits(4))",
            "(\(area)) \(exchange)-\(digits(4))", "\(area)-\(exchange)-\(digits(4))",
            "\(area).\(exchange).\(digits(4))", "1-\(area)-\(exchange)-\(digits(4))",
            "0171 \(digits(7, first: 2...9))", "(030) \(digits(4, first: 2...9)) \(digits(4))",
            "0\(number(2...9))\(digits(1)) \(digits(7, first: 2...9))",
            "06 \(digits(2)) \(digits(2)) \(digits(2)) \(digits(2))",
            "+33\(number(1...9))\(digits(8))", "0049 30 \(digits(7, first: 2...9))",
            "+41 44 \(digits(3)) \(digits(2)) \(digits(2))",
        ])
    }

    private mutating func card() -> String {
        let (prefix, length) = pick([("4", 16), ("51", 16), ("55", 16), ("37", 15), ("6011", 16)])
        var number = prefix + digits(length - prefix.count - 1)
        let body = number.compactMap(\.wholeNumberValue)
        // The check digit makes the sum a multiple of ten; the digit before it is doubled.
        let sum = body.reversed().enumerated().reduce(0) { sum, digit in
            let doubled = digit.offset.isMultiple(of: 2) ? digit.element * 2 : digit.element
            return sum + doubled / 10 + doubled % 10
        }
        number += "\((10 - sum % 10) % 10)"
        let shape = length == 15 ? [4, 6, 5] : [4, 4, 4, 4]
        let separator = pick(["", " ", "-"])
        var rest = number[...]
        return shape.map { size in
            defer { rest = rest.dropFirst(size) }
            return String(rest.prefix(size))
        }.joined(separator: separator)
    }

    private mutating func iban() -> String {
        let (country, bank, length) = pick([
            ("DE", "", 18), ("GB", "WEST", 14), ("FR", "", 23), ("NL", "ABNA", 10), ("CH", "", 17),
        ])
        let account = bank + digits(length)
        let spelled = (account + country + "00").map { character in
            character.wholeNumberValue.map(String.init)
                ?? "\(Int(character.asciiValue ?? 0) - 55)"
        }.joined()
        let remainder = spelled.reduce(0) { ($0 * 10 + ($1.wholeNumberValue ?? 0)) % 97 }
        let check = 98 - remainder
        let whole = country + (check < 10 ? "0\(check)" : "\(check)") + account
        guard Bool.random(using: &random) else { return whole }
        var parts: [String] = []
        var rest = whole[...]
        while !rest.isEmpty {
            parts.append(String(rest.prefix(4)))
            rest = rest.dropFirst(4)
        }
        return parts.joined(separator: " ")
    }

    private mutating func address6() -> String {
        let groups = (0..<8).map { _ in String(number(0x1000...0xFFFF), radix: 16) }
        return pick([
            groups.joined(separator: ":"), "2001:db8::\(groups[0]):\(groups[1])",
            "fe80::\(groups[2]):\(groups[3]):\(groups[4]):\(groups[5])", "2001:db8:\(groups[6])::1",
            "::ffff:\(groups[0]):\(groups[1])",
        ])
    }

    // MARK: - Look-alikes

    /// A kind of look-alike and a piece of it.
    public mutating func lookAlike() -> (String, String) {
        switch Int.random(in: 0..<12, using: &random) {
        case 0: ("order number", order())
        case 1: ("date", date())
        case 2: ("hash", hexadecimal(pick([32, 40, 64])))
        case 3: ("uuid", uuid())
        case 4: ("version", version())
        case 5: ("amount", amount())
        case 6: ("time", "\(digits(2, first: 0...1)):\(number(10...59)):\(number(10...59))")
        case 7: ("handle", pick(["@anna_s", "icon@2x.png", "package@1.2.3", "user@localhost"]))
        case 8: ("identifier", identifier())
        case 9:
            ("code", pick(["std::string", "a::b", "Foo::Bar", "aa:bb:cc:dd:ee:ff", "12:34:56"]))
        case 10: ("invoice", "INV-\(number(2_020...2_026))-\(digits(5))")
        default: ("measure", pick(["10.5 x 20.25", "1/2/3", "100-200-300", "3.14159265358979"]))
        }
    }

    private mutating func order() -> String {
        pick([
            "PO-\(digits(8))", "order \(digits(3, first: 1...9))-\(digits(7))-\(digits(7))",
            "#\(digits(10, first: 1...9))", "\(digits(9, first: 1...9))",
            "SKU \(digits(4, first: 1...9))-\(digits(4))", "\(digits(16, first: 1...9))",
        ])
    }

    private mutating func date() -> String {
        let year = number(1_990...2_030)
        let month = "\(number(10...12))"
        let day = "0\(number(1...9))"
        return pick([
            "\(year)-\(month)-\(day)", "\(day).\(month).\(year)", "\(day)/\(month)/\(year)",
            "\(day)-\(month)-\(year)", "\(year)\(month)\(day)",
            "\(year)-\(month)-\(day)T10:\(number(10...59)):00+02:00",
            "\(day)/\(month)/\(year) 10:\(number(10...59))",
            "\(day)-\(month)-\(year) 1\(number(0...9))",
        ])
    }

    private mutating func uuid() -> String {
        [8, 4, 4, 4, 12].map { hexadecimal($0) }.joined(separator: "-")
    }

    private mutating func version() -> String {
        let parts = (0..<4).map { _ in "\(number(0...30))" }.joined(separator: ".")
        return pick([
            "version \(parts)", "v\(parts)", "\(number(0...9)).\(number(0...99)).\(number(0...99))",
            "release \(parts)", "build \(parts)",
            "see 3.\(number(1...9)).\(number(1...9)).\(number(1...9))",
        ])
    }

    private mutating func amount() -> String {
        pick([
            "\(number(1...999)),\(digits(3)),\(digits(3)).\(digits(2))",
            "€ \(number(1...99)).\(digits(3)),50",
            "\(number(1...9)) \(digits(3)) \(digits(3)),00 EUR",
            "$\(number(1...99_999)).\(digits(2))",
            "-\(number(1_000...99_999)).\(digits(2))", "0.\(digits(9))", "+\(number(1...99)) %",
        ])
    }

    private mutating func identifier() -> String {
        pick([
            "INT_\(digits(8))_\(digits(6))_\(digits(6))", "DE\(digits(9))", "AB12 \(digits(8))",
            "\(digits(3))-\(digits(2))-\(digits(4, first: 1...9))",
            "ISBN 978-3-\(digits(6))-\(digits(2))-\(digits(1))",
            "17\(digits(8, first: 1...9))", "17\(digits(11))",
            "tracking 1Z\(hexadecimal(16).uppercased())",
        ])
    }

    // MARK: - Pieces

    private mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: values.indices, using: &random)]
    }

    private mutating func number(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &random)
    }

    private mutating func digits(_ count: Int, first: ClosedRange<Int> = 0...9) -> String {
        guard count > 0 else { return "" }
        var text = "\(number(first))"
        for _ in 1..<max(count, 1) { text += "\(number(0...9))" }
        return text
    }

    private mutating func hexadecimal(_ count: Int) -> String {
        (0..<count).map { _ in String(number(0...15), radix: 16) }.joined()
    }
}
