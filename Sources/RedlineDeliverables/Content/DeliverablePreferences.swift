import Redline

/// What a person wanted of the file (`user_preferences`), beside its format and template.
public struct DeliverablePreferences: Sendable {
    /// The fields to show first, in this order: JSON Pointers, dotted names or plain names.
    public let priorityFields: [String]
    /// Sections to show or to leave out, whatever the template says.
    public let included: [DeliverableSection: Bool]

    /// Creates preferences.
    public init(priorityFields: [String] = [], included: [DeliverableSection: Bool] = [:]) {
        self.priorityFields = priorityFields
        self.included = included
    }

    /// The preferences of a record: `priority_fields`, and of `template_customization` the members
    /// `include_SECTION` (or `includeSection`) that are true or false.
    ///
    /// Whatever else stands there is left alone.
    public init(userPreferences: JSONView) {
        var included: [DeliverableSection: Bool] = [:]
        for (name, value) in userPreferences["template_customization"]?.members ?? [] {
            let words = Self.words(of: name)
            guard words.first == "include", let isIncluded = value.boolean else { continue }
            let section = words.dropFirst().joined(separator: "_")
            if let section = DeliverableSection(rawValue: section) {
                included[section] = isIncluded
            }
        }
        self.init(
            priorityFields: userPreferences["priority_fields"]?.elements.compactMap(\.string) ?? [],
            included: included
        )
    }

    /// The words of `includeLineItems` and of `include_line_items`.
    private static func words(of name: String) -> [String] {
        var spelling = ""
        for character in name {
            spelling += character.isUppercase ? "_" + character.lowercased() : String(character)
        }
        return spelling.split(separator: "_").map(String.init)
    }
}
