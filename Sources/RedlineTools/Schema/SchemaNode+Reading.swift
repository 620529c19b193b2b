import Redline

extension SchemaNode {
    init(_ view: JSONView, at place: String) throws(RegistryFault) {
        self.init()
        types = []
        others = .anything
        guard view.kind == .object else { throw RegistryFault(place, "has to be a schema") }
        for (keyword, value) in view.members {
            let pointer = JSONPointer.appending(keyword, to: place)
            guard !ParameterSchema.annotations.contains(keyword) else { continue }
            guard ParameterSchema.checked.contains(keyword) else {
                throw RegistryFault(
                    pointer,
                    "is a keyword that is not checked here; there are "
                        + ParameterSchema.checked.joined(separator: ", ")
                )
            }
            try read(keyword, value, pointer)
        }
        for name in required where properties[name] == nil {
            throw RegistryFault(place, "requires \(name), which properties does not describe")
        }
    }

    private mutating func read(
        _ keyword: String,
        _ value: JSONView,
        _ place: String
    ) throws(RegistryFault) {
        switch keyword {
        case "type": types = try Self.types(value, place)
        case "properties":
            guard value.kind == .object else { throw RegistryFault(place, "has to be an object") }
            for (name, schema) in value.members {
                properties[name] = try SchemaNode(
                    schema,
                    at: JSONPointer.appending(name, to: place)
                )
            }
        case "required": required = try Self.names(value, place)
        case "additionalProperties":
            switch value.boolean {
            case true: others = .anything
            case false: others = .refused
            default: others = .described(try SchemaNode(value, at: place))
            }
        case "items": items = [try SchemaNode(value, at: place)]
        case "anyOf": alternatives = try Self.schemas(value, place)
        case "enum":
            guard value.kind == .array, value.count > 0 else {
                throw RegistryFault(place, "has to be an array of values")
            }
            values = value.elements
        case "const": values = [value]
        case "minLength", "maxLength", "minItems", "maxItems":
            try readBound(keyword, value, place)
        default: try readLimit(keyword, value, place)
        }
    }

    private mutating func readBound(
        _ keyword: String,
        _ value: JSONView,
        _ place: String
    ) throws(RegistryFault) {
        guard let bound = value.integer, bound >= 0 else {
            throw RegistryFault(place, "has to be a whole number from 0 on")
        }
        let isLength = keyword.hasSuffix("Length")
        let range = isLength ? length : count
        let isLowest = keyword.hasPrefix("min")
        let lowest = isLowest ? bound : range.lowerBound
        let highest = isLowest ? range.upperBound : bound
        guard lowest <= highest else {
            throw RegistryFault(place, "leaves no value: the least is above the most")
        }
        if isLength { length = lowest...highest } else { count = lowest...highest }
    }

    private mutating func readLimit(
        _ keyword: String,
        _ value: JSONView,
        _ place: String
    ) throws(RegistryFault) {
        guard let limit = value.double else { throw RegistryFault(place, "has to be a number") }
        switch keyword {
        case "minimum": minimum = limit
        case "maximum": maximum = limit
        case "exclusiveMinimum": exclusiveMinimum = limit
        default: exclusiveMaximum = limit
        }
    }

    private static func types(
        _ value: JSONView,
        _ place: String
    ) throws(RegistryFault) -> Set<ValueType> {
        let words = value.kind == .array ? value.elements : [value]
        var types: Set<ValueType> = []
        for word in words {
            guard let type = word.string.flatMap({ ValueType(rawValue: $0) }) else {
                let known = ValueType.allCases.map(\.rawValue).joined(separator: ", ")
                throw RegistryFault(place, "has to be one or more of \(known)")
            }
            types.insert(type)
        }
        guard !types.isEmpty else { throw RegistryFault(place, "has to name a type") }
        return types
    }

    private static func names(
        _ value: JSONView,
        _ place: String
    ) throws(RegistryFault) -> [String] {
        let names = value.elements.compactMap(\.string)
        guard value.kind == .array, names.count == value.count else {
            throw RegistryFault(place, "has to be an array of names")
        }
        return names
    }

    private static func schemas(
        _ value: JSONView,
        _ place: String
    ) throws(RegistryFault) -> [SchemaNode] {
        guard value.kind == .array, value.count > 0 else {
            throw RegistryFault(place, "has to be an array of schemas")
        }
        var schemas: [SchemaNode] = []
        for (position, element) in value.elements.enumerated() {
            schemas.append(try SchemaNode(element, at: "\(place)/\(position)"))
        }
        return schemas
    }
}
