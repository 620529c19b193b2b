/// What of a Markdown text the tests look at.
struct Markdown {
    /// The lines outside of code blocks.
    private(set) var prose: [String] = []
    /// The lines inside of code blocks.
    private(set) var code: [String] = []

    /// Takes a document apart.
    init(_ text: String) {
        var isCode = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.drop(while: { $0 == " " }).hasPrefix("```") {
                isCode.toggle()
            } else if isCode || line.hasPrefix("    ") {
                code.append(String(line))
            } else {
                prose.append(String(line))
            }
        }
    }

    /// The rows of the tables below a heading, down to the next one, without their heads.
    ///
    /// Nil takes the tables of the whole document.
    func rows(below heading: String? = nil) -> [[String]] {
        var rows: [[String]] = []
        var isBelow = heading == nil
        var table: [[String]] = []
        for line in prose + [""] {
            if line.hasPrefix("|") {
                table.append(Self.cells(of: line))
                continue
            }
            // The first two lines of a table are its head.
            if isBelow { rows += table.dropFirst(2) }
            table = []
            if let heading, line.hasPrefix("#") {
                isBelow = line.drop { $0 == "#" }.dropFirst() == heading
            }
        }
        return rows
    }

    /// The texts between backticks, line by line.
    static func spans(in line: String) -> [String] {
        let parts = line.split(separator: "`", omittingEmptySubsequences: false)
        return parts.indices.filter { !$0.isMultiple(of: 2) }.map { String(parts[$0]) }
    }

    /// The texts between backticks outside of code blocks.
    var spans: [String] { prose.flatMap { Self.spans(in: $0) } }

    /// The targets of the links.
    var links: [String] {
        prose.joined(separator: "\n").matches(of: /\]\(([^)]+)\)/).map { String($0.1) }
    }

    /// The anchors of the headings, as they are made of their words.
    var anchors: [String] {
        prose.filter { $0.hasPrefix("#") }.map { line in
            Self.anchor(of: String(line.drop { $0 == "#" }.dropFirst()))
        }
    }

    /// The anchor of a heading.
    static func anchor(of heading: String) -> String {
        heading.lowercased().filter { $0.isLetter || $0.isNumber || " -_".contains($0) }
            .replacing(" ", with: "-")
    }

    private static func cells(of line: String) -> [String] {
        line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false).map {
            String($0).trimmingSpaces
        }
    }
}

extension String {
    /// The text without the spaces around it.
    var trimmingSpaces: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    /// The text without the backticks around it.
    var withoutBackticks: String { replacing("`", with: "") }
}
