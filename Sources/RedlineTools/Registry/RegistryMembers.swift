import Redline

/// The members of an object in a registry's file; what is not known is refused.
struct RegistryMembers {
    private let view: JSONView
    private let place: String

    init(_ view: JSONView, at place: String, known: [String]) throws(RegistryFault) {
        guard view.kind == .object else { throw RegistryFault(place, "has to be an object") }
        for (name, _) in view.members where !known.contains(name) {
            let advice =
                Suggestion.closest(to: name, in: known).map { "did you mean \($0)?" }
                ?? "there are \(known.joined(separator: ", "))"
            throw RegistryFault(JSONPointer.appending(name, to: place), "is not known: \(advice)")
        }
        self.view = view
        self.place = place
    }

    subscript(name: String) -> JSONView? { view[name] }

    /// The pointer of a member.
    func pointer(_ name: String) -> String { JSONPointer.appending(name, to: place) }

    func fault(_ name: String, _ rule: String) -> RegistryFault {
        RegistryFault(pointer(name), rule)
    }

    func text(_ name: String, _ length: ClosedRange<Int>) throws(RegistryFault) -> String? {
        guard let value = view[name] else { return nil }
        guard let text = value.string, length.contains(text.unicodeScalars.count) else {
            throw fault(
                name,
                "has to be a text of \(length.lowerBound) to \(length.upperBound) characters"
            )
        }
        return text
    }

    func requiredText(_ name: String, _ length: ClosedRange<Int>) throws(RegistryFault) -> String {
        guard let text = try text(name, length) else { throw fault(name, "is required") }
        return text
    }

    func whole(_ name: String, in range: ClosedRange<Int>) throws(RegistryFault) -> Int? {
        guard let value = view[name] else { return nil }
        guard let number = value.integer, range.contains(number) else {
            throw fault(
                name,
                "has to be a whole number from \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return number
    }

    func flag(_ name: String) throws(RegistryFault) -> Bool {
        guard let value = view[name] else { return false }
        guard let flag = value.boolean else { throw fault(name, "has to be true or false") }
        return flag
    }
}
