extension Misreading {
    /// What becomes of a text; a way that does not apply to it changes nothing.
    func inText(_ text: String, _ random: inout SplitMix64) -> String {
        switch self {
        case .typo: Self.misspelled(text, &random)
        case .transposed: Self.transposed(text, &random)
        case .upperCase: text.uppercased()
        case .spaced: Self.respaced(text, &random)
        case .unpunctuated: text.filter { !$0.isPunctuation }
        case .truncated: Self.truncated(text)
        case .excess: random.pick(["Name: ", "re: ", "* "]) + text
        case .reordered: Self.reordered(text)
        case .wrongDigit: Self.wrongDigit(text, &random)
        case .numberFormat: Self.continental(text)
        case .dateFormat: Self.otherDate(text, &random)
        case .swappedDate: CivilDay(iso: text)?.swapped ?? text
        case .blank, .decimalShift, .numberAsText, .negated, .flipped: text
        }
    }

    /// Letters that scanners take for one another.
    private static let confusions: [(String, String)] = [
        ("rn", "m"), ("m", "rn"), ("l", "1"), ("I", "l"), ("O", "0"), ("0", "O"), ("5", "S"),
        ("S", "5"), ("B", "8"), ("é", "e"), ("ü", "u"), ("ö", "o"), ("ä", "a"), ("ß", "B"),
        ("cl", "d"), ("h", "b"), ("e", "c"), ("山", "出"), ("佐", "左"), ("ن", "ت"), ("ة", "ه"),
    ]

    private static func misspelled(_ text: String, _ random: inout SplitMix64) -> String {
        let possible = confusions.filter { text.contains($0.0) }
        guard !possible.isEmpty else {
            return text
        }
        let (right, wrong) = random.pick(possible)
        var parts = text.split(separator: right, omittingEmptySubsequences: false).map(String.init)
        guard parts.count > 1 else {
            return text
        }
        let place = random.int(0...(parts.count - 2))
        parts[place] += wrong + parts.remove(at: place + 1)
        return parts.joined(separator: right)
    }

    private static func transposed(_ text: String, _ random: inout SplitMix64) -> String {
        var characters = Array(text)
        let places = characters.indices.dropFirst(2).filter {
            characters[$0].isLetter == characters[$0 - 1].isLetter
                && characters[$0] != characters[$0 - 1]
        }
        guard !places.isEmpty else {
            return text
        }
        let place = random.pick(places)
        characters.swapAt(place, place - 1)
        return String(characters)
    }

    private static func respaced(_ text: String, _ random: inout SplitMix64) -> String {
        guard let space = text.firstIndex(of: " ") else {
            return text + " "
        }
        return text.replacingCharacters(space, with: random.chance(0.5) ? "  " : "")
    }

    private static func truncated(_ text: String) -> String {
        guard let space = text.lastIndex(of: " ") else {
            return String(text.prefix(max(1, text.count - 2)))
        }
        return String(text[..<space])
    }

    private static func reordered(_ text: String) -> String {
        var words = text.split(separator: " ").map(String.init)
        guard words.count > 1 else {
            return text
        }
        words.append(words.removeFirst())
        return words.joined(separator: " ")
    }

    private static func wrongDigit(_ text: String, _ random: inout SplitMix64) -> String {
        let alike: [Character: Character] = [
            "0": "8", "1": "7", "2": "7", "3": "8", "4": "9", "5": "6", "6": "5", "7": "1",
            "8": "3", "9": "4",
        ]
        var characters = Array(text)
        let places = characters.indices.filter { alike[characters[$0]] != nil }
        guard !places.isEmpty else {
            return text
        }
        let place = random.pick(places)
        characters[place] = alike[characters[place]] ?? characters[place]
        return String(characters)
    }

    /// Point and comma changed places, as half of Europe writes amounts.
    private static func continental(_ text: String) -> String {
        String(text.map { $0 == "." ? "," : $0 == "," ? "." : $0 })
    }

    private static func otherDate(_ text: String, _ random: inout SplitMix64) -> String {
        guard let day = CivilDay(iso: text) else {
            return text
        }
        return random.pick([day.dotted, day.slashed, day.slashed, day.inWords])
    }
}

extension String {
    fileprivate func replacingCharacters(_ index: Index, with text: String) -> String {
        self[..<index] + text + self[self.index(after: index)...]
    }
}
