extension TextScan {
    /// The international bank account number that begins at a place: of its country's length, and
    /// with the right check digits.
    func account(at place: Int) -> PersonalDataFinding? {
        guard Self.isLetter(self[place]), Self.isLetter(self[place + 1]), isDigit(place + 2),
            isDigit(place + 3), !isWord(place - 1),
            let length = Self.lengths[text(place..<(place + 2)).uppercased()]
        else { return nil }
        var characters: [UInt8] = []
        var end = place
        while characters.count < length {
            let byte = self[end]
            if Self.isDigit(byte) || Self.isLetter(byte) {
                characters.append(Self.isLetter(byte) ? byte & 0xDF : byte)
            } else if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "-") {
                guard isWord(end - 1), isWord(end + 1) else { return nil }
            } else {
                return nil
            }
            end += 1
        }
        guard !isWord(end), Self.remainder(characters) == 1 else { return nil }
        return PersonalDataFinding(
            kind: .iban,
            range: place..<end,
            value: String(decoding: characters, as: UTF8.self)
        )
    }

    /// The number modulo 97, its first four characters put last and letters counted from 10 on.
    private static func remainder(_ characters: [UInt8]) -> Int {
        var remainder = 0
        for byte in characters[4...] + characters[..<4] {
            if isDigit(byte) {
                remainder = (remainder * 10 + Int(byte - 0x30)) % 97
            } else {
                remainder = (remainder * 100 + Int(byte - 0x37)) % 97
            }
        }
        return remainder
    }

    /// The lengths by country, of the IBAN registry.
    private static let lengths: [String: Int] = [
        "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22,
        "BI": 27, "BR": 29, "BY": 28, "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DJ": 27,
        "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FK": 18, "FO": 18, "FR": 27,
        "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22,
        "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32,
        "LI": 21, "LT": 20, "LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19,
        "MN": 20, "MR": 27, "MT": 31, "MU": 30, "NI": 28, "NL": 18, "NO": 15, "OM": 23, "PK": 24,
        "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "RU": 33, "SA": 24, "SC": 31,
        "SD": 18, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "SO": 23, "ST": 25, "SV": 28, "TL": 23,
        "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20, "YE": 30,
    ]
}
