/// Reads the statements of a summary while the JSON that holds them is still coming.
///
/// It only looks, and never refuses anything: whether the answer is a summary is found out at its
/// end.
struct PartialSummary {
    private enum Mark {
        case none
        case backslash
        case unicode(digits: [UInt8])
    }

    /// What stands before the object; a model may think aloud there, in braces too.
    private var prelude: [UInt8] = []
    private var depth = 0
    private var isInString = false
    private var isBehindColon = false
    private var mark = Mark.none
    private var highSurrogate: UInt32?
    private var name: [UInt8] = []
    private var text: [UInt8] = []
    private var part: SummaryPart?
    private var position = 0

    /// Takes more of the answer; gives the texts that came with it.
    mutating func feed(_ content: String) -> [SummaryProgress] {
        var progress: [SummaryProgress] = []
        for byte in content.utf8 {
            if isInString {
                takeOfString(byte, &progress)
            } else {
                takeOfStructure(byte)
            }
        }
        emit(&progress)
        return progress
    }

    private mutating func takeOfStructure(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "{") where depth == 0:
            let said = String(decoding: prelude, as: UTF8.self)
            if said.contains("<think>"), !said.contains("</think>") { return prelude.append(byte) }
            depth = 1
        case _ where depth == 0:
            prelude.append(byte)
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            depth += 1
            position = 0
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            depth -= 1
        case UInt8(ascii: ":"):
            isBehindColon = true
        case UInt8(ascii: ","):
            if depth == 1 { isBehindColon = false }
            if depth == 2 { position += 1 }
        case UInt8(ascii: "\""):
            isInString = true
            if depth == 1, !isBehindColon {
                name = []
                part = nil
            }
        default:
            break
        }
    }

    private mutating func takeOfString(_ byte: UInt8, _ progress: inout [SummaryProgress]) {
        switch mark {
        case .backslash:
            mark = .none
            switch byte {
            case UInt8(ascii: "u"): mark = .unicode(digits: [])
            case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"), UInt8(ascii: "b"),
                UInt8(ascii: "f"):
                put([UInt8(ascii: " ")])
            default: put([byte])
            }
        case .unicode(let digits):
            mark = digits.count == 3 ? .none : .unicode(digits: digits + [byte])
            if digits.count == 3 { putCodeUnit(digits + [byte]) }
        case .none where byte == UInt8(ascii: "\\"):
            mark = .backslash
        case .none where byte == UInt8(ascii: "\""):
            isInString = false
            if depth == 1, !isBehindColon {
                part = SummaryPart(rawValue: String(decoding: name, as: UTF8.self))
            } else {
                emit(&progress)
            }
        case .none:
            put([byte])
        }
    }

    /// A UTF-16 code unit, of which it may take two for a character.
    private mutating func putCodeUnit(_ digits: [UInt8]) {
        let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16) ?? 0xFFFD
        defer { highSurrogate = 0xD800..<0xDC00 ~= unit ? unit : nil }
        if 0xD800..<0xDC00 ~= unit { return }
        var value = unit
        if let highSurrogate, 0xDC00..<0xE000 ~= unit {
            value = 0x10000 + (highSurrogate - 0xD800) << 10 + (unit - 0xDC00)
        }
        let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
        put(Array(String(Character(scalar)).utf8))
    }

    private mutating func put(_ bytes: [UInt8]) {
        if depth == 1, !isBehindColon {
            name += bytes
        } else if isOfStatement {
            text += bytes
        }
    }

    /// Whether the string that is being read is a statement: the executive summary itself, or an
    /// element of another part's array.
    private var isOfStatement: Bool {
        guard let part else { return false }
        return depth == (part == .executiveSummary ? 1 : 2)
    }

    private mutating func emit(_ progress: inout [SummaryProgress]) {
        guard let part, !text.isEmpty else { return }
        let statement = part == .executiveSummary ? 0 : position
        progress.append(
            .text(part, statement: statement, String(decoding: text, as: UTF8.self))
        )
        text = []
    }
}
