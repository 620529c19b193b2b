import Mustache
import Redline

/// A text of a template's own: mustache, and a line's beginning says what the line is.
///
/// `# ` starts a heading, `## ` a lesser one, `- ` an item of a list, `---` is a line across, and
/// blank lines stand between paragraphs. Values that are put in are always text: what they begin
/// with, and how many lines they have, makes no heading and no list of them.
struct TemplateText: Sendable {
    private let template: MustacheTemplate
    private let library: MustacheLibrary

    /// The longest text that a template may become, in bytes.
    static let byteLimit = 1_000_000

    /// A paragraph, or another part of the text.
    enum Block: Equatable {
        case heading(String)
        case subheading(String)
        case item(String)
        case paragraph(String)
        case rule
    }

    init(_ template: MustacheTemplate, _ library: MustacheLibrary) {
        self.template = template
        self.library = library
    }

    /// Reads mustache.
    static func parse(_ text: String) throws -> MustacheTemplate {
        _ = registered
        return try MustacheTemplate(string: "{{% CONTENT_TYPE:DELIVERABLE}}" + text)
    }

    private static let registered: Void = MustacheContentTypes.register(
        BlockText(),
        named: "DELIVERABLE"
    )

    /// The parts of the text with these values in it.
    func blocks(_ values: [String: Any]) -> [Block] {
        var text = template.render(values, library: library)
        if text.utf8.count > Self.byteLimit {
            text = String(decoding: text.utf8.prefix(Self.byteLimit), as: UTF8.self) + " … [cut]"
        }
        var blocks: [Block] = []
        var paragraph: [String] = []
        func endParagraph() {
            guard !paragraph.isEmpty else { return }
            blocks.append(.paragraph(paragraph.joined(separator: " ")))
            paragraph = []
        }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let line = line.drop { $0 == " " || $0 == "\t" }
            if let block = Self.block(line) {
                endParagraph()
                blocks.append(block)
            } else if line.allSatisfy(\.isWhitespace) {
                endParagraph()
            } else {
                paragraph.append(BlockText.plain(line))
            }
        }
        endParagraph()
        return blocks
    }

    private static func block(_ line: Substring) -> Block? {
        if line.hasPrefix("# ") { return .heading(BlockText.plain(line.dropFirst(2))) }
        if line.hasPrefix("## ") { return .subheading(BlockText.plain(line.dropFirst(3))) }
        if line.hasPrefix("- ") { return .item(BlockText.plain(line.dropFirst(2))) }
        return line == "---" ? .rule : nil
    }
}

/// Values within a text of lines that mean something.
struct BlockText: MustacheContentType {
    /// The value on one line, with a backslash before each sign that could mean something.
    func escapeText(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", "#", "-":
                result += "\\"
                result.unicodeScalars.append(scalar)
            // A line of its own within the paragraph.
            case "\n", "\u{2029}", "\u{85}": result += "\u{2028}"
            case "\r": break
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// A text without the backslashes.
    static func plain(_ text: Substring) -> String {
        var result = ""
        var isEscaped = false
        for scalar in text.unicodeScalars {
            if !isEscaped, scalar == "\\" {
                isEscaped = true
                continue
            }
            isEscaped = false
            result.unicodeScalars.append(scalar)
        }
        return result
    }
}
