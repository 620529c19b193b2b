/// Finds personal data in texts, by form and check digits: the same for the same text, anywhere.
public struct PersonalDataFinder: Sendable {
    // Asked for at each byte, which a set would take its time for.
    private let findsEmails: Bool
    private let findsPhones: Bool
    private let findsCards: Bool
    private let findsAccounts: Bool
    private let findsAddresses: Bool

    /// Creates a finder of these kinds.
    public init(_ kinds: Set<PersonalData> = Set(PersonalData.allCases)) {
        findsEmails = kinds.contains(.email)
        findsPhones = kinds.contains(.phone)
        findsCards = kinds.contains(.card)
        findsAccounts = kinds.contains(.iban)
        findsAddresses = kinds.contains(.ip)
    }

    /// What is found, in order; findings do not overlap.
    public func findings(in text: String) -> [PersonalDataFinding] {
        var text = text
        return text.withUTF8 { findings(in: $0) }
    }

    /// What is found in a text's UTF-8, in order; findings do not overlap.
    public func findings(in text: UnsafeBufferPointer<UInt8>) -> [PersonalDataFinding] {
        findings(in: TextScan(bytes: text))
    }

    private func findings(in text: TextScan) -> [PersonalDataFinding] {
        var found: [PersonalDataFinding] = []
        var place = 0
        // An address begins before its sign: up to there nothing else may be in it.
        var free = 0
        while place < text.count {
            // Nothing begins within a word: an address is found by its sign, which is in none.
            place = text.endOfWord(within: place)
            guard place < text.count else { break }
            let byte = text[place]
            if byte == UInt8(ascii: "["), let end = text.endOfPlaceholder(at: place) {
                place = end
                free = end
                continue
            }
            if byte == UInt8(ascii: "@"), findsEmails,
                let email = text.email(at: place, from: free)
            {
                while let last = found.last, last.range.upperBound > email.range.lowerBound {
                    found.removeLast()
                }
                found.append(email)
                place = email.range.upperBound
                free = place
                continue
            }
            if let finding = finding(in: text, at: place, byte) {
                found.append(finding)
                place = finding.range.upperBound
                continue
            }
            place += 1
        }
        return found
    }

    /// What begins at a place; numbers that end in an email address are a part of that.
    private func finding(
        in text: TextScan,
        at place: Int,
        _ byte: UInt8
    ) -> PersonalDataFinding? {
        let isDigit = TextScan.isDigit(byte)
        if findsAddresses {
            if isDigit, let address = text.address4(at: place) { return address }
            if byte == UInt8(ascii: ":") || TextScan.isHexadecimal(byte),
                let address = text.address6(at: place)
            {
                return address
            }
        }
        if TextScan.isLetter(byte) {
            return findsAccounts ? text.account(at: place) : nil
        }
        guard isDigit || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "("),
            findsCards || findsPhones,
            !isDigit || !text.isDigit(place - 1),
            let groups = DigitGroups(text, at: place)
        else { return nil }
        if findsCards, let card = text.card(groups) { return card }
        return findsPhones ? text.phone(groups) : nil
    }
}
