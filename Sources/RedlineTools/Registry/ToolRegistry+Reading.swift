import Foundation
import Redline

extension ToolRegistry {
    /// The bytes of the file.
    static let fileLimit = 1_048_576
    /// The tools of the file: as many as OpenAI's protocol takes.
    static let toolLimit = 128
    /// The characters of the instructions.
    static let instructionLimit = 16_000

    /// Reads a file; `environment` has the values of header fields.
    ///
    /// - Throws: `RegistryFault` with the first thing that is wrong.
    public init(file path: String, environment: [String: String]) throws(RegistryFault) {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw RegistryFault(path, "is no file that can be read")
        }
        guard bytes.count <= Self.fileLimit else {
            throw RegistryFault(path, "has more than \(Self.fileLimit) bytes")
        }
        do {
            try self.init(parsing: Array(bytes), environment: environment)
        } catch {
            throw RegistryFault("\(path): \(error.place)", error.rule)
        }
    }

    /// Reads the text of a file.
    ///
    /// - Throws: `RegistryFault` with the first thing that is wrong.
    init(parsing bytes: [UInt8], environment: [String: String]) throws(RegistryFault) {
        self.init()
        let root: JSONView
        do throws(JSONParseError) {
            root = try JSONDocument(parsing: bytes).root
        } catch {
            let line = 1 + bytes.prefix(error.offset).count { $0 == UInt8(ascii: "\n") }
            throw RegistryFault("line \(line)", "is not JSON: \(error.reason)")
        }
        let members = try RegistryMembers(
            root,
            at: "",
            known: ["tools", "instructions", "rounds", "turn_seconds"]
        )
        instructions = try members.text("instructions", 1...Self.instructionLimit)
        rounds = try members.whole("rounds", in: 2...32) ?? Self.standardRounds
        if let seconds = try members.whole("turn_seconds", in: 1...600) {
            turnTime = .seconds(seconds)
        }
        guard let list = members["tools"], list.kind == .array else {
            throw RegistryFault("/tools", "has to be an array of tools")
        }
        guard list.count <= Self.toolLimit else {
            throw RegistryFault("/tools", "has more than \(Self.toolLimit) tools")
        }
        for (place, element) in list.elements.enumerated() {
            let tool = try RegisteredTool(element, at: "/tools/\(place)", environment)
            guard self[tool.name] == nil, !Self.builtIn.contains(tool.name) else {
                throw RegistryFault(
                    "/tools/\(place)/name",
                    "\(tool.name) is the name of another tool or of a built-in action"
                )
            }
            tools.append(tool)
        }
    }

    /// The actions that need no registering.
    public static let builtIn = ["save_interaction", "get_interaction_history"]
}
