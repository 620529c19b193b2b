/// The fields of a document to which the AI gave a confidence of their own.
///
/// A pointer to an object or an array stands for all that is below it; one that points at nothing
/// is left out.
public struct ScoredFields: Equatable, Sendable {
    /// The pointers into the document.
    public private(set) var paths: [String] = []
    /// The field names that belong to the pointers.
    public private(set) var names: [String] = []
    /// The confidences that belong to the pointers, 0 to 1.
    public private(set) var confidences: [Double] = []

    /// Takes what points at something, in the order in which it was sent; nil where no confidence
    /// was given at all.
    ///
    /// - Parameters:
    ///   - confidence: The record's `field_confidence`: pointers, or names of the document's own
    ///     members, with numbers.
    ///   - document: The extracted data.
    public init?(_ confidence: JSONView?, in document: JSONView) {
        var search = PointerSearch()
        var scores: [Double] = []
        for (name, value) in confidence?.members ?? [] {
            guard let score = value.double else { continue }
            let isPointer = name.utf8.first == UInt8(ascii: "/")
            let position = search.add(isPointer ? name : JSONPointer.appending(name, to: ""))
            if position < scores.count {
                scores[position] = score
            } else {
                scores.append(score)
            }
        }
        guard !scores.isEmpty else { return nil }
        search.visit(document)
        for (position, score) in scores.enumerated() {
            guard let name = search.names[position] else { continue }
            paths.append(search.pointers[position])
            names.append(name)
            confidences.append(score)
        }
    }
}

/// Looks for what many pointers point at, in one pass over the document.
private struct PointerSearch {
    private(set) var pointers: [String] = []
    /// The field names of the pointers that point at something.
    private(set) var names: [String?] = []
    private var positions: [ExactText: Int] = [:]
    private var parts: [[ExactText]] = []

    /// Adds a pointer, unless it is there already; gives its position.
    mutating func add(_ pointer: String) -> Int {
        if let known = positions[ExactText(pointer)] { return known }
        positions[ExactText(pointer)] = pointers.count
        // Documents end where records do: beyond the deepest nesting there is nothing to find.
        let split = pointer.unicodeScalars.dropFirst().split(
            separator: "/",
            maxSplits: JSONLimits.record.depth,
            omittingEmptySubsequences: false
        )
        parts.append(split.map { ExactText(String($0)) })
        pointers.append(pointer)
        names.append(nil)
        return pointers.count - 1
    }

    mutating func visit(_ document: JSONView) {
        visit(document, "", depth: 0, Array(pointers.indices))
    }

    /// Goes on below a value to which the first parts of these pointers led.
    private mutating func visit(_ value: JSONView, _ field: String, depth: Int, _ leading: [Int]) {
        var below: [ExactText: [Int]] = [:]
        for position in leading {
            if parts[position].count == depth {
                names[position] = field
            } else {
                below[parts[position][depth], default: []].append(position)
            }
        }
        guard !below.isEmpty else { return }
        if value.kind == .object {
            for (name, member) in value.members {
                let part = ExactText(JSONPointer.escape(name))
                guard let found = below[part] else { continue }
                visit(member, "\(field)/\(part.text)", depth: depth + 1, found)
            }
        } else {
            for (place, element) in value.elements.enumerated() {
                guard let found = below[ExactText("\(place)")] else { continue }
                visit(element, "\(field)/*", depth: depth + 1, found)
            }
        }
    }
}
