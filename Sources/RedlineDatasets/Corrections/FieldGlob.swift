/// Field names, with `*` for any part of a name and `**` for any number of levels.
///
/// A field name has `*` itself where an array's elements are, so that `/lines/*/price` names them
/// all: `*` stands for any text without a `/`, and so for itself, too.
public struct FieldGlob: Sendable, Equatable {
    /// The names as they were written.
    public let text: String

    /// Takes names as a person writes them: a JSON Pointer with `*`; nil where it is none.
    public init?(_ text: String) {
        guard text.hasPrefix("/"), text.utf8.count <= 2_000, !text.utf8.contains(0) else {
            return nil
        }
        self.text = text
    }

    /// The same as a regular expression of PostgreSQL.
    var regularExpression: String {
        var result = "^"
        var rest = text[...]
        while let character = rest.first {
            if rest.hasPrefix("**") {
                result += ".*"
                rest = rest.dropFirst(2)
                continue
            }
            switch character {
            case "*": result += "[^/]*"
            case "a"..."z", "A"..."Z", "0"..."9", "_", "/": result.append(character)
            default: for scalar in character.unicodeScalars { result += Self.escaped(scalar) }
            }
            rest = rest.dropFirst()
        }
        return result + "$"
    }

    /// Whether a field name is one of these.
    public func matches(_ field: String) -> Bool {
        Self.matches(Array(text.utf8)[...], Array(field.utf8)[...])
    }

    private static func matches(_ glob: ArraySlice<UInt8>, _ field: ArraySlice<UInt8>) -> Bool {
        var glob = glob
        var field = field
        let star = UInt8(ascii: "*")
        while let next = glob.first {
            guard next == star else {
                guard field.first == next else { return false }
                glob = glob.dropFirst()
                field = field.dropFirst()
                continue
            }
            let isDeep = glob.dropFirst().first == star
            let rest = glob.dropFirst(isDeep ? 2 : 1)
            while true {
                if matches(rest, field) { return true }
                guard let byte = field.first, isDeep || byte != UInt8(ascii: "/") else {
                    return false
                }
                field = field.dropFirst()
            }
        }
        return field.isEmpty
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        guard scalar.isASCII else { return String(scalar) }
        return "\\\(scalar)"
    }
}
