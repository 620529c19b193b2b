/// Two texts beside each other in two columns, each wrapped to the width of its own.
///
/// What is in one alone is coloured on a terminal; elsewhere the old text has `[-removed-]` and the
/// new one `{+added+}`. Content is escaped as `DisplayText` does it.
public struct SideBySide: Sendable {
    private let style: TextStyle
    private let column: Int

    /// What stands before both columns, and between them.
    private static let indent = 4
    private static let separator = " │ "
    private static let standardWidth = 100
    private static let leastColumn = 12

    /// Lays out for a style's width, or 100 cells where that is not limited.
    public init(_ style: TextStyle) {
        self.style = style
        let width = (style.width ?? Self.standardWidth) - Self.indent - Self.separator.count
        column = max(Self.leastColumn, width / 2)
    }

    /// Headings of both columns, with a rule below.
    public func headings(_ old: String, _ new: String) -> String {
        let rule = String(repeating: "─", count: column)
        let cells = [old, new].map { DisplayText.shortened(DisplayText.escaped($0), to: column) }
        return line(cells.map { Line(text: style.bold($0), width: DisplayText.width(of: $0)) })
            + line([rule, rule].map { Line(text: style.dim($0), width: column) })
    }

    /// Two texts whose differences are known; nil where there is none on that side.
    public func text(_ segments: [TextDifference.Segment], hasOld: Bool, hasNew: Bool) -> String {
        let old = hasOld ? lines(segments.filter { $0.kind != .added }) : []
        let new = hasNew ? lines(segments.filter { $0.kind != .removed }) : []
        return (0..<max(old.count, new.count)).map { index in
            line([old, new].map { index < $0.count ? $0[index] : Line() })
        }.joined()
    }

    /// A line of one column, as it is written and the cells that it takes.
    private struct Line {
        var text = ""
        var width = 0
    }

    private func line(_ cells: [Line]) -> String {
        var line = String(repeating: " ", count: Self.indent) + cells[0].text
        line += String(repeating: " ", count: column - cells[0].width) + Self.separator
        line += cells[1].text
        while line.last == " " { line.removeLast() }
        return line + "\n"
    }

    private func lines(_ segments: [TextDifference.Segment]) -> [Line] {
        var lines: [Line] = []
        var line = Line()
        for word in words(segments) {
            guard word.text != "\n" else {
                lines.append(line)
                line = Line()
                continue
            }
            for (index, piece) in pieces(of: word.text).enumerated() {
                let width = DisplayText.width(of: piece)
                let blanks = index == 0 && word.isApart && line.width > 0 ? 1 : 0
                if line.width > 0, line.width + blanks + width > column {
                    lines.append(line)
                    line = Line()
                }
                let isFirst = line.width == 0
                line.text += (isFirst || blanks == 0 ? "" : " ") + coloured(piece, word.kind)
                line.width += (isFirst ? 0 : blanks) + width
            }
        }
        return lines + [line]
    }

    private struct Word {
        var text: String
        let kind: TextDifference.Segment.Kind
        /// Whether white space stands before it.
        let isApart: Bool
    }

    /// The words of all segments, and line breaks as words of their own.
    private func words(_ segments: [TextDifference.Segment]) -> [Word] {
        var words: [Word] = []
        var isApart = false
        for segment in segments {
            let first = words.count
            var word = ""
            func end() {
                guard !word.isEmpty else { return }
                let text = DisplayText.escaped(word)
                words.append(Word(text: text, kind: segment.kind, isApart: isApart))
                word = ""
                isApart = false
            }
            for character in segment.text {
                if character.isWhitespace {
                    end()
                    isApart = true
                    guard character.isNewline else { continue }
                    words.append(Word(text: "\n", kind: .kept, isApart: false))
                    isApart = false
                } else {
                    word.append(character)
                }
            }
            end()
            mark(&words[first...], segment.kind)
        }
        return words
    }

    private func mark(_ words: inout ArraySlice<Word>, _ kind: TextDifference.Segment.Kind) {
        guard let first = words.firstIndex(where: { $0.text != "\n" }),
            let last = words.lastIndex(where: { $0.text != "\n" })
        else { return }
        let (before, after) = marks(kind)
        words[first].text = before + words[first].text
        words[last].text += after
    }

    private func marks(_ kind: TextDifference.Segment.Kind) -> (String, String) {
        guard !style.isTerminal else { return ("", "") }
        return switch kind {
        case .kept: ("", "")
        case .removed: ("[-", "-]")
        case .added: ("{+", "+}")
        }
    }

    private func coloured(_ text: String, _ kind: TextDifference.Segment.Kind) -> String {
        switch kind {
        case .kept: text
        case .removed: style.removed(text)
        case .added: style.added(text)
        }
    }

    /// A word in pieces that a column can hold.
    private func pieces(of word: String) -> [String] {
        guard DisplayText.width(of: word) > column else { return [word] }
        var pieces = [""]
        var used = 0
        for character in word {
            let width = DisplayText.width(of: String(character))
            if used + width > column {
                pieces.append("")
                used = 0
            }
            pieces[pieces.count - 1].append(character)
            used += width
        }
        return pieces
    }
}
