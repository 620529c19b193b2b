import Redline

/// A scalar value as a sentence shows it: as it is spelled, on one line and of bounded length.
enum ShownValue {
    /// The most code points that are shown of a value.
    static let limit = 160

    /// The text of a scalar.
    static func text(_ value: JSONView) -> String {
        guard let string = value.string else { return cut(value.text) }
        let line = oneLine(string)
        // Marked off where it could be taken for the sentence's own words.
        return line.split(separator: " ").count > 4 ? "“\(cut(line))”" : cut(line)
    }

    /// A text with each run of white space and of control characters as one space.
    static func oneLine(_ text: String) -> String {
        var line = ""
        var isGap = false
        for scalar in text.unicodeScalars {
            let properties = scalar.properties
            if properties.isWhitespace || properties.generalCategory == .control {
                isGap = true
                continue
            }
            if isGap, !line.isEmpty { line += " " }
            isGap = false
            line.unicodeScalars.append(scalar)
        }
        return line
    }

    private static func cut(_ text: String) -> String {
        guard text.unicodeScalars.count > limit else { return text }
        return "\(String(text.unicodeScalars.prefix(limit)))…"
    }
}
