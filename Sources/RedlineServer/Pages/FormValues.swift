/// What a form of a page sent: its fields in their order (`application/x-www-form-urlencoded`).
struct FormValues: Sendable {
    /// The most fields of a form.
    static let limit = 200_000

    /// The fields.
    private(set) var fields: [(name: String, value: String)] = []

    /// A form without fields.
    init() {}

    /// Takes a body apart.
    ///
    /// - Throws: `Problem` where it is none of a form, or has too many fields.
    init(_ body: [UInt8]) throws {
        for part in body.split(separator: UInt8(ascii: "&")) {
            guard fields.count < Self.limit else {
                throw Problem.badParameter("a form has at most \(Self.limit) fields", "form")
            }
            let pair = part.split(
                separator: UInt8(ascii: "="),
                maxSplits: 1,
                omittingEmptySubsequences: false
            )
            guard let name = Self.text(pair[0]),
                let value = Self.text(pair.count > 1 ? pair[1] : [])
            else { throw Problem.badParameter("the form is not in UTF-8", "form") }
            fields.append((name, value))
        }
    }

    /// The first value of that name; an empty one counts as none.
    func text(_ name: String) -> String? {
        fields.first { $0.name == name }.flatMap { $0.value.isEmpty ? nil : $0.value }
    }

    /// All values of that name, in their order.
    func all(_ name: String) -> [String] {
        fields.filter { $0.name == name }.map(\.value)
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String? {
        var plain: [UInt8] = []
        plain.reserveCapacity(bytes.count)
        var rest = bytes
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): plain.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(digit),
                    let low = rest.popFirst().flatMap(digit)
                else { return nil }
                plain.append(high << 4 | low)
            default: plain.append(byte)
            }
        }
        return String(validating: plain, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
