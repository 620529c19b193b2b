/// Words that are addresses: of people, of pages, of machines.
enum NetworkAddress {
    /// Whether a word is a URL, an email address, or an IP address with or without a port.
    static func isAddress(_ word: String) -> Bool {
        word.contains("://") || isEmail(word) || isIPv4(word) || isIPv6(word)
    }

    private static func isEmail(_ word: String) -> Bool {
        guard let at = word.firstIndex(of: "@") else { return false }
        return at > word.startIndex && word.index(after: at) < word.endIndex
    }

    private static func isIPv4(_ word: String) -> Bool {
        let host = word.prefix { $0 != ":" && $0 != "/" }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { (1...3).contains($0.utf8.count) && $0.utf8.allSatisfy(isDigit) }
    }

    /// Eight groups, or fewer and `::`; six also, which is the address of a network card.
    private static func isIPv6(_ word: String) -> Bool {
        let host = word.prefix { $0 != "]" && $0 != "%" && $0 != "/" }
        let groups = host.split(separator: ":", omittingEmptySubsequences: false)
        guard groups.count >= 6 || host.contains("::"), groups.contains(where: { !$0.isEmpty })
        else { return false }
        return host.allSatisfy { ($0.isASCII && $0.isHexDigit) || $0 == ":" || $0 == "." }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte &- 48 < 10
    }
}
