import RedlineDigest

/// The key of the placeholders: who has it can test guesses at what a placeholder stands for.
public struct RedactionKey: Sendable, Equatable {
    /// Its bytes.
    let bytes: [UInt8]

    /// The bytes of a key.
    public static let byteCount = 32

    /// Makes a new key of the system's random numbers.
    public init() {
        var random = SystemRandomNumberGenerator()
        bytes = (0..<Self.byteCount).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    }

    /// Takes a key that was written down; nil where the text is none.
    public init?(text: String) {
        let digits = text.utf8.split { $0 == 0x0A || $0 == 0x0D || $0 == 0x20 }
        guard digits.count == 1, let digits = digits.first, digits.count == Self.byteCount * 2
        else { return nil }
        let values = digits.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard values.count == digits.count else { return nil }
        bytes = stride(from: 0, to: values.count, by: 2).map {
            UInt8(values[$0] * 16 + values[$0 + 1])
        }
    }

    /// The key as it is written down: 64 hexadecimal digits.
    var text: String { Self.hexadecimal(bytes) }

    /// By what a key is told from others without giving it away: 32 hexadecimal digits.
    public var fingerprint: String {
        // What stands before a colon in a placeholder's hash is a kind of personal data, and no text
        // of that form is hashed for anything else.
        Self.hexadecimal(
            HMACSHA256.of(Array("fingerprint of the key".utf8), key: bytes).prefix(16)
        )
    }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}

extension RedactionKey: CustomStringConvertible {
    /// The fingerprint, so that a key printed by accident is not given away.
    public var description: String { "key \(fingerprint.prefix(8))" }
}
