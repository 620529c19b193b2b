import Redline

extension SchemaNode {
    /// The faults that are named at most; the model mends those first.
    private static let faultLimit = 20

    func check(_ value: JSONView, at place: String, _ faults: inout [RecordFault]) {
        guard faults.count < Self.faultLimit else { return }
        guard types.isEmpty || types.contains(where: { $0.holds(value) }) else {
            let known = types.map(\.rawValue).sorted().joined(separator: " or ")
            faults.append(RecordFault(place, "must be of the type \(known)"))
            return
        }
        if let values, !values.contains(where: { $0.isSame(as: value) }) {
            faults.append(RecordFault(place, "must be one of the values that the schema lists"))
        }
        if let alternatives {
            let fits = alternatives.contains { alternative in
                var found: [RecordFault] = []
                alternative.check(value, at: place, &found)
                return found.isEmpty
            }
            if !fits { faults.append(RecordFault(place, "must fit one of the schema's anyOf")) }
        }
        switch value.kind {
        case .object: checkMembers(value, place, &faults)
        case .array: checkElements(value, place, &faults)
        case .string: checkLength(value, place, &faults)
        case .number: checkLimits(value, place, &faults)
        case .null, .boolean: break
        }
    }

    private func checkMembers(
        _ value: JSONView,
        _ place: String,
        _ faults: inout [RecordFault]
    ) {
        for name in required where value[name] == nil {
            faults.append(RecordFault(JSONPointer.appending(name, to: place), "is required"))
        }
        for (name, member) in value.members {
            let pointer = JSONPointer.appending(name, to: place)
            if let schema = properties[name] {
                schema.check(member, at: pointer, &faults)
                continue
            }
            switch others {
            case .anything: break
            case .refused: faults.append(RecordFault(pointer, "is not a parameter"))
            case .described(let schema): schema.check(member, at: pointer, &faults)
            }
        }
    }

    private func checkElements(
        _ value: JSONView,
        _ place: String,
        _ faults: inout [RecordFault]
    ) {
        if !count.contains(value.count) {
            faults.append(RecordFault(place, "must have \(Self.words(count)) elements"))
        }
        guard let schema = items.first else { return }
        for (position, element) in value.elements.enumerated() {
            schema.check(element, at: "\(place)/\(position)", &faults)
        }
    }

    private func checkLength(
        _ value: JSONView,
        _ place: String,
        _ faults: inout [RecordFault]
    ) {
        guard length != 0...Int.max, let text = value.string else { return }
        if !length.contains(text.unicodeScalars.count) {
            faults.append(RecordFault(place, "must have \(Self.words(length)) characters"))
        }
    }

    private func checkLimits(
        _ value: JSONView,
        _ place: String,
        _ faults: inout [RecordFault]
    ) {
        guard let number = value.double else { return }
        if let minimum, number < minimum {
            faults.append(RecordFault(place, "must be at least \(minimum)"))
        }
        if let maximum, number > maximum {
            faults.append(RecordFault(place, "must be at most \(maximum)"))
        }
        if let exclusiveMinimum, number <= exclusiveMinimum {
            faults.append(RecordFault(place, "must be above \(exclusiveMinimum)"))
        }
        if let exclusiveMaximum, number >= exclusiveMaximum {
            faults.append(RecordFault(place, "must be below \(exclusiveMaximum)"))
        }
    }

    private static func words(_ range: ClosedRange<Int>) -> String {
        range.upperBound == Int.max
            ? "at least \(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
    }
}

extension SchemaNode.ValueType {
    /// Whether a value is of the type; a whole number is also a number.
    func holds(_ value: JSONView) -> Bool {
        switch self {
        case .object: value.kind == .object
        case .array: value.kind == .array
        case .string: value.kind == .string
        case .number: value.kind == .number
        case .integer: value.integer != nil
        case .boolean: value.kind == .boolean
        case .null: value.kind == .null
        }
    }
}
