import Redline
import RedlineRedaction

/// What a prompt's template may name.
struct PromptValues {
    private(set) var values: [String: Any] = [:]

    /// Sets a value; an empty one counts as none, so that a section on it is left out.
    mutating func set(_ name: String, _ value: String?) {
        values[name] = value.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The stage-1 record with all that the client sent, as `record.source.…`.
    mutating func setRecord(_ record: JSONView, _ redactor: inout Redactor) {
        values["record"] = Self.value(record, &redactor)
    }

    private static func value(_ value: JSONView, _ redactor: inout Redactor) -> Any {
        switch value.kind {
        case .string: return redactor.redact(value.string ?? "")
        case .number: return value.text
        case .boolean: return value.boolean ?? false
        case .null: return Optional<String>.none as Any
        case .array:
            var elements: [Any] = []
            for element in value.elements { elements.append(Self.value(element, &redactor)) }
            return elements
        case .object:
            var members: [String: Any] = [:]
            for (name, member) in value.members where member.kind != .null {
                members[name] = Self.value(member, &redactor)
            }
            return members
        }
    }
}
