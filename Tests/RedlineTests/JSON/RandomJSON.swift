/// Random JSON values, and random spellings of a value.
struct RandomJSON {
    var random: SeededGenerator

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    private static let names = ["a", "b", "", "a/b", "~", "\u{E9}", "e\u{301}", "日本", "x\ny"]
    private static let strings = [
        "", "a", "0", "null", "\u{E9}", "e\u{301}", "\"\\/\u{8}\u{C}\n\r\t\u{1}", "\u{1F600}",
        "\u{2028}", "\u{FFFF}", "longer than eight bytes",
    ]
    private static let numbers = ["0", "1", "10", "-1", "0.5", "12.25", "9007199254740993", "-0.1"]

    /// A value of at most that depth; values of small depth often meet by chance.
    mutating func value(depth: Int) -> JSONTree {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 5), using: &random) {
        case 0: return .null
        case 1: return .boolean(Bool.random(using: &random))
        case 2: return .number(pick(Self.numbers))
        case 3, 4: return .string(pick(Self.strings))
        case 5:
            let count = Int.random(in: 0..<4, using: &random)
            return .array((0..<count).map { _ in value(depth: depth - 1) })
        default:
            let names = Self.names.shuffled(using: &random).prefix(
                Int.random(in: 0..<4, using: &random)
            )
            return .object(names.map { JSONTree.Member(name: $0, value: value(depth: depth - 1)) })
        }
    }

    private mutating func pick(_ choices: [String]) -> String {
        choices.randomElement(using: &random) ?? ""
    }

    /// A text of the value: members in any order, some of them first given with another value,
    /// numbers and strings spelled in any way, white space anywhere.
    mutating func spelling(of tree: JSONTree) -> String {
        let body: String
        switch tree {
        case .null, .boolean: body = tree.text
        case .number(let text): body = respelled(number: text)
        case .string(let text): body = escaped(text)
        case .array(let elements):
            body = "[" + elements.map { spelling(of: $0) }.joined(separator: ",") + space() + "]"
        case .object(let members):
            let members = members.shuffled(using: &random)
            var parts = members.map { member($0.name, $0.value) }
            if let first = members.first, random.chance(0.2) {
                parts.insert(member(first.name, .string("replaced")), at: 0)
            }
            body = "{" + space() + parts.joined(separator: ",") + "}"
        }
        return space() + body + space()
    }

    private mutating func member(_ name: String, _ value: JSONTree) -> String {
        space() + escaped(name) + space() + ":" + spelling(of: value)
    }

    private mutating func space() -> String {
        random.chance(0.8) ? "" : pick([" ", "\n", "\t", "\r\n"])
    }

    private mutating func respelled(number text: String) -> String {
        let isFraction = text.contains(".")
        switch Int.random(in: 0..<5, using: &random) {
        case 0: return isFraction ? text + "00" : text + ".0"
        case 1: return text + "e0"
        case 2: return text + "E+00"
        case 3: return isFraction || text == "0" ? text : text + "000e-3"
        default: return text
        }
    }

    private mutating func escaped(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            if scalar.value >= 0x20, scalar != "\"", scalar != "\\", random.chance(0.7) {
                result.unicodeScalars.append(scalar)
            } else {
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16, uppercase: random.chance(0.5))
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            }
        }
        return result + "\""
    }
}
