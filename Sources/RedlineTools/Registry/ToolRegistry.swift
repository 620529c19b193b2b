/// The tools that the operator registered: the only ones that are ever called.
public struct ToolRegistry: Sendable {
    /// The tools, in the order of the file.
    public var tools: [RegisteredTool] = []
    /// What the assistant is told before anything else; nil where nothing is.
    public var instructions: String?
    /// How often the model is asked in one turn.
    public var rounds = standardRounds
    /// How long one turn may take.
    public var turnTime = standardTurnTime

    /// The rounds of a turn where the file does not say otherwise.
    static let standardRounds = 8
    /// The time of a turn where the file does not say otherwise.
    static let standardTurnTime = Duration.seconds(120)

    /// No tools.
    public init() {}

    /// The tool of that name.
    public subscript(name: String) -> RegisteredTool? {
        tools.first { $0.name == name }
    }
}

/// A tool as it was registered.
public struct RegisteredTool: Sendable {
    /// Its name, by which models and actions call it.
    public let name: String
    /// What it does, for models.
    public let description: String
    /// What its arguments have to be.
    public let parameters: ParameterSchema
    let method: Method
    let address: ToolAddress
    /// Header fields with their values, which came from the environment.
    let headers: [(name: String, value: String)]
    /// How long a call may take.
    let timeout: Duration
    /// Whether it may lie at a private address or on this machine.
    let mayBePrivate: Bool
    /// Whether it is told in `X-User-Id` for whom it is called.
    let isToldOwner: Bool

    /// The method of its requests.
    enum Method: String, CaseIterable, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"

        /// Whether arguments go into a body; otherwise into the query.
        var hasBody: Bool { self != .get && self != .delete }
    }
}

extension RegisteredTool: CustomReflectable {
    /// The name; neither address nor header fields, which may hold keys.
    public var customMirror: Mirror { Mirror(self, children: ["name": name]) }
}
