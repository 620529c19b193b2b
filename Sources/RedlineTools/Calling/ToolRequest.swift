import Redline

/// The request that a call of a tool becomes.
struct ToolRequest: Sendable, Equatable {
    /// The bytes of the address with all arguments in it.
    static let addressLimit = 8_000

    let url: String
    /// The body as JSON; nil where the arguments are in the address.
    let body: [UInt8]?

    /// Puts arguments that fit the tool's schema where the registry has places for them; the others
    /// become the query of a GET or DELETE, and the body of the other methods.
    ///
    /// - Throws: `ToolFailure` where an argument cannot stand in its place.
    init(_ tool: RegisteredTool, _ arguments: JSONView) throws(ToolFailure) {
        var url = tool.address.origin
        for piece in tool.address.pieces {
            switch piece {
            case .text(let text): url += text
            case .argument(let name, let isInPath):
                let value = arguments[name].map(Self.text) ?? ""
                if isInPath { try Self.check(value, name) }
                url += Self.escaped(value)
            }
        }
        let placed = Set(tool.address.arguments)
        let others = arguments.members.filter { !placed.contains($0.name) }
        if tool.method.hasBody {
            var json = JSONWriter()
            json.beginObject()
            for (name, value) in others {
                json.name(name)
                value.withTextBytes { json.raw($0) }
            }
            json.endObject()
            body = json.bytes
        } else {
            body = nil
            let pairs = others.flatMap { name, value in
                let isList = value.kind == .array && value.elements.allSatisfy(Self.isScalar)
                let values = isList ? value.elements : [value]
                return values.filter { $0.kind != .null }.map {
                    "\(Self.escaped(name))=\(Self.escaped(Self.text($0)))"
                }
            }
            if !pairs.isEmpty {
                url += (url.contains("?") ? "&" : "?") + pairs.joined(separator: "&")
            }
        }
        guard url.utf8.count <= Self.addressLimit else {
            throw ToolFailure("the arguments make an address that is too long")
        }
        self.url = url
    }

    /// An argument in a path must not lead elsewhere, also at servers that unescape it first.
    private static func check(_ value: String, _ name: String) throws(ToolFailure) {
        let hasTurn = value.unicodeScalars.contains { scalar in
            scalar == "/" || scalar == "\\" || scalar.value < 0x20 || scalar.value == 0x7F
        }
        guard !value.isEmpty, value != ".", value != "..", !hasTurn else {
            throw ToolFailure(
                "the argument \(name) must not be empty, . or .., and must have no slash and no "
                    + "control character"
            )
        }
    }

    private static func isScalar(_ value: JSONView) -> Bool {
        value.kind != .array && value.kind != .object
    }

    private static func text(_ value: JSONView) -> String { value.string ?? value.text }

    /// Percent-encodes all but unreserved characters (RFC 3986).
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for byte in text.utf8 {
            let character = Character(Unicode.Scalar(byte))
            if character.isASCII,
                character.isLetter || character.isNumber || "-._~".contains(character)
            {
                escaped.append(character)
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                escaped += "%" + (digits.count < 2 ? "0" : "") + digits
            }
        }
        return escaped
    }
}

/// Why a call of a tool failed, in words for the model and for whoever called.
public struct ToolFailure: Error, Equatable, Sendable {
    /// What happened; it may repeat what the tool said, and so never belongs in a log.
    public let reason: String
    /// Whether the arguments were at fault, and the tool was never asked.
    public let isOfArguments: Bool

    init(_ reason: String, isOfArguments: Bool = true) {
        self.reason = reason
        self.isOfArguments = isOfArguments
    }
}
