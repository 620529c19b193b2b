import RedlineDigest

/// What is put in the place of personal data.
public enum PlaceholderStyle: Sendable {
    /// `[EMAIL_1]`, `[EMAIL_2]`: numbered within what one redactor reads.
    ///
    /// The same value has the same number there, and nothing tells it apart from any other elsewhere.
    case numbered
    /// `[EMAIL:3f9a0c52d1e47b86]`: the beginning of a keyed hash (HMAC-SHA-256) of the value.
    ///
    /// The same value has the same placeholder everywhere under one key, and who has not got the key
    /// cannot try out values. The key has to be at least 16 bytes.
    case keyed([UInt8])
}

/// The placeholders of one redactor.
struct Placeholders {
    private let key: HMACSHA256Key?
    /// What was given already, by kind and value.
    private var given: [String: String] = [:]
    private var last: [PersonalData: Int] = [:]

    init(_ style: PlaceholderStyle) {
        guard case .keyed(let bytes) = style else {
            key = nil
            return
        }
        precondition(bytes.count >= 16, "a key of fewer bytes could be tried out")
        key = HMACSHA256Key(bytes)
    }

    mutating func placeholder(for finding: PersonalDataFinding) -> String {
        let name = "\(finding.kind.rawValue):\(finding.value)"
        if let placeholder = given[name] { return placeholder }
        let mark: String
        if let key {
            let code = key.code(of: Array(name.utf8))
            mark = ":" + Self.hexadecimal(code.prefix(TextScan.placeholderDigits / 2))
        } else {
            let number = (last[finding.kind] ?? 0) + 1
            last[finding.kind] = number
            mark = "_\(number)"
        }
        let placeholder = "[\(finding.kind.label)\(mark)]"
        given[name] = placeholder
        return placeholder
    }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}
