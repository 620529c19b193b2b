import Redline

/// What a tool's arguments have to be: a subset of JSON Schema, all of which is checked.
///
/// A keyword outside the subset is refused when the schema is read, rather than ignored.
public struct ParameterSchema: Sendable {
    /// The schema as it was registered, as JSON.
    public let text: String
    let root: SchemaNode

    /// The keywords that are checked.
    static let checked = [
        "type", "properties", "required", "additionalProperties", "items", "enum", "const",
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength",
        "minItems", "maxItems", "anyOf",
    ]
    /// The keywords that say nothing of what is valid.
    static let annotations = [
        "$schema", "$comment", "title", "description", "default", "examples", "deprecated",
        "format",
    ]

    /// Reads the schema of all parameters of a tool; without one, it takes none.
    init(root view: JSONView?, at place: String) throws(RegistryFault) {
        guard let view else {
            text = #"{"type":"object","properties":{},"additionalProperties":false}"#
            root = SchemaNode()
            return
        }
        text = view.text
        var node = try SchemaNode(view, at: place)
        guard node.types == [.object], node.alternatives == nil else {
            throw RegistryFault(place, "has to be a schema of the type object")
        }
        // What nobody described goes nowhere, unless somebody said that it may.
        if view["additionalProperties"] == nil { node.others = .refused }
        root = node
    }

    /// Whether a parameter is always there and is a scalar, so that it can stand in an address.
    func isRequiredScalar(_ name: String) -> Bool {
        guard root.required.contains(name), let types = root.properties[name]?.types else {
            return false
        }
        return !types.isEmpty && types.isSubset(of: [.string, .integer, .number, .boolean])
    }

    /// The rules that some arguments break; empty where they are right.
    ///
    /// Faults name places and rules, never what stands there.
    public func faults(of arguments: JSONView) -> [RecordFault] {
        var faults: [RecordFault] = []
        root.check(arguments, at: "", &faults)
        return faults
    }
}

/// A schema within a schema.
struct SchemaNode: Sendable {
    /// The types of JSON Schema.
    enum ValueType: String, Sendable, CaseIterable {
        case object
        case array
        case string
        case number
        case integer
        case boolean
        case null
    }

    /// What members may be that are not described.
    indirect enum Others: Sendable {
        case anything
        case refused
        case described(SchemaNode)
    }

    /// The types that a value may have; empty for any.
    var types: Set<ValueType> = []
    var properties: [String: SchemaNode] = [:]
    var required: [String] = []
    var others = Others.anything
    /// What each element of an array has to be; one or none.
    var items: [SchemaNode] = []
    /// Any of these has to fit.
    var alternatives: [SchemaNode]?
    /// The values that there are; nil for any.
    var values: [JSONView]?
    var minimum: Double?
    var maximum: Double?
    var exclusiveMinimum: Double?
    var exclusiveMaximum: Double?
    var length = 0...Int.max
    var count = 0...Int.max

    /// Takes no member.
    init() {
        types = [.object]
        others = .refused
    }
}
