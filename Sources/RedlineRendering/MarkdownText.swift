/// Text for GitHub Markdown.
public enum MarkdownText {
    /// One line of a table, of cells that are Markdown already.
    public static func row(_ cells: [String]) -> String {
        "| \(cells.joined(separator: " | ")) |\n"
    }

    /// The text without anything that Markdown or GitHub would take for markup, on one line.
    public static func escaped(_ text: String) -> String {
        let characters = Array(DisplayText.escaped(text))
        var result = ""
        for (index, character) in characters.enumerated() {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\\", "`", "*", "[", "]", "|", "~", "$": result += "\\\(character)"
            case "_" where !isWithinWord(index, characters): result += "\\_"
            default: result.append(character)
            }
        }
        return result
    }

    /// Whether there are letters or digits on both sides: there an underscore means nothing.
    private static func isWithinWord(_ index: Int, _ characters: [Character]) -> Bool {
        guard index > 0, index + 1 < characters.count else { return false }
        return [characters[index - 1], characters[index + 1]].allSatisfy {
            $0.isLetter || $0.isNumber
        }
    }
}
