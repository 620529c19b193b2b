/// What a field is called in a sentence: the words of its names, in lower case.
enum FieldLabel {
    /// The most code points of a label.
    static let limit = 60

    /// The words of a name: `invoiceDate`, `invoice_date` and `Invoice Date` are two.
    static func words(_ name: String) -> [String] {
        var words: [String] = []
        var word = ""
        let scalars = Array(name.unicodeScalars.prefix(200))
        for (position, scalar) in scalars.enumerated() {
            let properties = scalar.properties
            let isMark = properties.generalCategory == .nonspacingMark
            guard properties.isAlphabetic || properties.numericType != nil || isMark else {
                if !word.isEmpty { words.append(word) }
                word = ""
                continue
            }
            if properties.isUppercase, position > 0 {
                let before = scalars[position - 1].properties
                let isLast = position + 1 == scalars.count
                let startsWord = !isLast && scalars[position + 1].properties.isLowercase
                if before.isLowercase || before.isUppercase && startsWord, !word.isEmpty {
                    words.append(word)
                    word = ""
                }
            }
            word += properties.lowercaseMapping
        }
        if !word.isEmpty { words.append(word) }
        return words
    }

    /// The words of a field that lies below the members of those names, outermost first.
    ///
    /// A name that only repeats the one above does so once, and `vendor`, `name` is the vendor.
    static func words(below names: [String]) -> [String] {
        var all: [String] = []
        for name in names {
            let words = words(name)
            if words.starts(with: all) { all = [] }
            if !all.isEmpty, words == ["name"] || words == ["value"] { continue }
            all += words
        }
        return all
    }

    /// Words as a text of bounded length.
    static func text(_ words: [String]) -> String {
        let text = words.joined(separator: " ").unicodeScalars
        guard text.count > limit else { return String(text) }
        return "\(String(text.prefix(limit)))…"
    }
}
