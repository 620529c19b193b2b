/// Writing RFC 6901 JSON Pointers.
public enum JSONPointer {
    /// A member name as a part of a pointer: `~` is written `~0` and `/` is written `~1`.
    public static func escape(_ name: String) -> String {
        guard name.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") })
        else { return name }
        var result = ""
        for scalar in name.unicodeScalars {
            switch scalar {
            case "~": result += "~0"
            case "/": result += "~1"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// A pointer one level further down.
    public static func appending(_ name: String, to pointer: String) -> String {
        "\(pointer)/\(escape(name))"
    }
}
