/// The kinds of personal data that are found by their form alone.
public enum PersonalData: String, Sendable, CaseIterable {
    /// An email address.
    case email
    /// A telephone number.
    case phone
    /// The number of a payment card; its check digit is right (Luhn).
    case card
    /// An international bank account number; its check digits are right (ISO 7064, mod 97).
    case iban
    /// An internet address, version 4 or 6.
    case ip

    /// The word that a placeholder begins with.
    public var label: String { rawValue.uppercased() }

    /// The kind's name in lists of them, such as `emails`.
    public var plural: String { rawValue + "s" }

    /// The kind of that plural.
    public init?(plural: String) {
        guard let kind = Self.allCases.first(where: { $0.plural == plural }) else { return nil }
        self = kind
    }
}

/// Personal data in a text.
public struct PersonalDataFinding: Sendable, Equatable {
    /// Of what kind.
    public let kind: PersonalData
    /// Where in the text's UTF-8.
    public let range: Range<Int>
    /// The same for all spellings of one value: digits alone, one case, no spaces.
    public let value: String
}
