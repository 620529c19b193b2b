/// Whose a record is: an email address or an opaque user id.
///
/// 1 to 254 characters without white space, control characters, `/` or `\`. Everything that
/// redline keeps belongs to one owner, and there is no default owner.
public struct Owner: Hashable, Sendable {
    /// The owner in full.
    ///
    /// It belongs in the database and in answers, never in a log.
    public let name: String

    /// Takes a string as an owner; nil where it breaks the rule.
    public init?(_ name: String) {
        guard !name.isEmpty else { return nil }
        // Nearly every owner is plain ASCII, and Unicode's tables take their time.
        if name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) {
            guard name.utf8.count <= 254, !name.utf8.contains(UInt8(ascii: "/")),
                !name.utf8.contains(UInt8(ascii: "\\"))
            else { return nil }
            self.name = name
            return
        }
        guard name.unicodeScalars.count <= 254 else { return nil }
        for scalar in name.unicodeScalars {
            let properties = scalar.properties
            guard !properties.isWhitespace, properties.generalCategory != .control,
                properties.generalCategory != .lineSeparator,
                properties.generalCategory != .paragraphSeparator,
                scalar != "/", scalar != "\\"
            else { return nil }
        }
        self.name = name
    }

    /// The rule in words, for error messages.
    public static let rule =
        "1 to 254 characters without white space, control characters, / or \\"

    /// Whether both are the same to the code point: owners that merely look alike are two.
    public static func == (a: Owner, b: Owner) -> Bool {
        ExactText(a.name) == ExactText(b.name)
    }

    /// Takes the owner's name into a hash.
    public func hash(into hasher: inout Hasher) {
        ExactText(name).hash(into: &hasher)
    }

    /// The owner as logs may show it: its first two characters and three asterisks.
    ///
    /// The last character is never shown, so that an owner of one or two characters is not given
    /// in full.
    public var masked: String {
        let shown = min(2, name.unicodeScalars.count - 1)
        return "\(String(name.unicodeScalars.prefix(shown)))***"
    }
}

extension Owner: CustomStringConvertible {
    /// The masked form, so that an owner printed by accident is not given away.
    public var description: String { masked }
}
