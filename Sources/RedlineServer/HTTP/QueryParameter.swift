import Redline

/// A query parameter that a route takes.
struct QueryParameter: Sendable {
    enum Kind: Sendable {
        case text
        case time
        case whole(ClosedRange<Int>)
        case word([String])
    }

    let name: String
    let kind: Kind
    let summary: String
    var fallback: String?
}

extension QueryParameter {
    static let limit = QueryParameter(
        name: "limit",
        kind: .whole(1...1_000),
        summary: "The most rows of the answer.",
        fallback: "50"
    )
    static let offset = QueryParameter(
        name: "offset",
        kind: .whole(0...1_000_000_000),
        summary: "How many rows to skip.",
        fallback: "0"
    )
    static let cursor = QueryParameter(
        name: "cursor",
        kind: .text,
        summary: "The next_cursor of the answer before."
    )
    static let from = QueryParameter(
        name: "from",
        kind: .time,
        summary: "The first time that counts (RFC 3339 or a date)."
    )
    static let to = QueryParameter(
        name: "to",
        kind: .time,
        summary: "The first time that no longer counts."
    )
}

/// The checked query of a request.
struct QueryValues: Sendable {
    private let values: [String: String]

    /// Checks a query against what the route takes; what it does not know, it refuses with a
    /// suggestion.
    init(_ query: [(name: String, value: String)], _ parameters: [QueryParameter]) throws {
        var values: [String: String] = [:]
        for (name, value) in query {
            guard let parameter = parameters.first(where: { $0.name == name }) else {
                throw Self.unknown(name, parameters.map(\.name))
            }
            guard values[name] == nil else {
                throw Problem.badParameter("\(name) is given more than once", name)
            }
            try parameter.check(value)
            values[name] = value
        }
        for parameter in parameters where values[parameter.name] == nil {
            values[parameter.name] = parameter.fallback
        }
        self.values = values
    }

    static func unknown(_ name: String, _ known: [String]) -> Problem {
        let advice: String
        if let close = Suggestion.closest(to: name, in: known) {
            advice = "did you mean \(close)?"
        } else if known.isEmpty {
            advice = "this route takes none"
        } else {
            advice = "this route takes \(known.joined(separator: ", "))"
        }
        return Problem(
            status: .badRequest,
            code: "unknown_parameter",
            title: "A parameter is not known",
            detail: "there is no parameter \(name): \(advice)",
            faults: [RecordFault("/\(JSONPointer.escape(name))", "is not known: \(advice)")]
        )
    }

    /// A parameter's text; an empty one counts as none.
    func text(_ name: String) -> String? {
        values[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    func time(_ name: String) -> Timestamp? { text(name).flatMap { Timestamp($0) } }
    func whole(_ name: String) -> Int { text(name).flatMap { Int($0) } ?? 0 }
}

extension QueryParameter {
    fileprivate func check(_ value: String) throws {
        switch kind {
        case .text:
            guard !value.utf8.contains(0) else {
                throw Problem.badParameter("\(name) must not hold U+0000", name)
            }
        case .time:
            guard value.isEmpty || Timestamp(value) != nil else {
                throw Problem.badParameter("\(name) must be an RFC 3339 time or a date", name)
            }
        case .whole(let range):
            guard let number = Int(value), range.contains(number) else {
                throw Problem.badParameter(
                    "\(name) must be a whole number from \(range.lowerBound) to "
                        + "\(range.upperBound)",
                    name
                )
            }
        case .word(let words):
            guard value.isEmpty || words.contains(value) else {
                throw Problem.badParameter(
                    "\(name) must be one of \(words.joined(separator: ", "))",
                    name
                )
            }
        }
    }
}
