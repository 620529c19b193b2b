extension TextScan {
    /// The internet address of version 4 that begins at a place.
    ///
    /// Four small numbers may be a version or a section, too: the word before them tells.
    func address4(at place: Int) -> PersonalDataFinding? {
        guard isDigit(place), startsNumber(place), self[place - 1] != UInt8(ascii: "."),
            let end = endOfAddress4(place)
        else { return nil }
        guard !isWord(end), self[end] != UInt8(ascii: "_"),
            !(self[end] == UInt8(ascii: ".") && isWord(end + 1)),
            !(self[end] == UInt8(ascii: "-") && isWord(end + 1)),
            !Self.versionWords.contains(wordBefore(place))
        else { return nil }
        return PersonalDataFinding(kind: .ip, range: place..<end, value: text(place..<end))
    }

    private static let versionWords: Set = [
        "version", "versions", "ver", "v", "release", "build", "firmware", "section", "sections",
        "chapter", "clause", "paragraph", "annex", "article", "oid", "revision", "rev", "update",
        "upgrade", "driver", "release",
    ]

    private func endOfAddress4(_ place: Int) -> Int? {
        var end = place
        for part in 0..<4 {
            if part > 0 {
                guard self[end] == UInt8(ascii: ".") else { return nil }
                end += 1
            }
            let first = end
            var value = 0
            while end - first < 3, isDigit(end) {
                value = value * 10 + Int(self[end] - 0x30)
                end += 1
            }
            guard end > first, value <= 255, !(self[first] == 0x30 && end - first > 1) else {
                return nil
            }
        }
        return end
    }

    /// The internet address of version 6 that begins at a place.
    func address6(at place: Int) -> PersonalDataFinding? {
        guard !isWord(place - 1), self[place - 1] != UInt8(ascii: ":") else { return nil }
        var end = place
        var groups = 0
        var longest = 0
        var hasGap = false
        while true {
            let first = end
            if groups == 6 || hasGap, let last = endOfAddress4(first), last > first, groups > 0 {
                end = last
                groups += 2
                break
            }
            while end - first < 4, Self.isHexadecimal(self[end]) { end += 1 }
            if end > first { groups += 1 }
            longest = max(longest, end - first)
            guard self[end] == UInt8(ascii: ":") else { break }
            if self[end + 1] == UInt8(ascii: ":") {
                guard !hasGap else { return nil }
                hasGap = true
                end += 2
                if !Self.isHexadecimal(self[end]) { break }
                continue
            }
            guard end > first, Self.isHexadecimal(self[end + 1]) else { break }
            end += 1
        }
        // Names joined by two colons are code; an address is longer than they are.
        let isLong = groups >= 3 || (groups >= 2 && longest == 4)
        guard hasGap ? groups <= 7 && isLong : groups == 8, !isWord(end),
            self[end] != UInt8(ascii: ":") || !isWord(end + 1), self[end] != UInt8(ascii: "_")
        else { return nil }
        let range = place..<end
        return PersonalDataFinding(kind: .ip, range: range, value: text(range).lowercased())
    }
}
