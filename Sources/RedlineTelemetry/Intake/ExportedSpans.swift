import Redline

/// Spans that another program has kept, with attributes in the names of OpenInference or of the
/// GenAI conventions: they become the interactions that they would have become over OTLP, under the
/// same ids.
public struct ExportedSpans {
    /// A span as it was kept.
    public struct Span {
        /// The trace that it belongs to.
        public var traceID: String
        /// Its own id.
        public var spanID: String
        /// The span that it is part of; nil for the first one of a trace.
        public var parentID: String?
        /// Its name.
        public var name: String
        /// When it began.
        public var start: Timestamp
        /// When it ended.
        public var end: Timestamp
        /// Its attributes; objects and arrays below a name count as parts of the name.
        public var attributes: [(name: String, value: JSONView)]
        /// Whether it failed.
        public var hasFailed: Bool
        /// What was said of that.
        public var statusMessage: String

        /// Makes a span.
        public init(
            traceID: String,
            spanID: String,
            parentID: String?,
            name: String,
            start: Timestamp,
            end: Timestamp,
            attributes: [(name: String, value: JSONView)],
            hasFailed: Bool = false,
            statusMessage: String = ""
        ) {
            self.traceID = traceID
            self.spanID = spanID
            self.parentID = parentID
            self.name = name
            self.start = start
            self.end = end
            self.attributes = attributes
            self.hasFailed = hasFailed
            self.statusMessage = statusMessage
        }
    }

    /// What became of a span.
    public enum Use {
        /// It is part of a conversation.
        case part
        /// It says nothing of one.
        case aside
    }

    private var traces: [String: TraceParts] = [:]
    private var owners: [String: String] = [:]
    private var traceOfSpan: [String: String] = [:]

    /// Knows of no span yet.
    public init() {}

    /// Takes a span.
    ///
    /// - Throws: `ExportedSpanError` where it cannot be read.
    public mutating func add(_ span: Span) throws(ExportedSpanError) -> Use {
        var attributes: TelemetryAttributes = [:]
        for (name, value) in span.attributes { TelemetryValue.flatten(value, name, &attributes) }
        traceOfSpan[span.spanID] = span.traceID
        if owners[span.traceID] == nil { owners[span.traceID] = attributes.ownerName }
        guard case .part(let kind) = ConventionKind(attributes) else { return .aside }
        let read = TelemetrySpan(
            traceID: span.traceID,
            spanID: span.spanID,
            parentID: span.parentID,
            name: span.name,
            start: span.start.microseconds * 1_000,
            end: span.end.microseconds * 1_000,
            attributes: attributes,
            hasFailed: span.hasFailed,
            statusMessage: span.statusMessage
        )
        do throws(Unreadable) {
            try add(TracePart(read, kind), span.traceID)
        } catch {
            throw ExportedSpanError(description: error.reason)
        }
        return .part
    }

    /// Takes what somebody thinks of a span's answer, as JSON; false where no span has that id.
    public mutating func add(evaluation: String, ofSpan id: String) -> Bool {
        guard let traceID = traceOfSpan[id] else { return false }
        var part = TracePart(
            id: "\(id) \(evaluation)",
            kind: .evaluation,
            spanID: id,
            start: 0,
            end: 0
        )
        part.evaluation = evaluation
        add(part, traceID)
        return true
    }

    private mutating func add(_ part: TracePart, _ traceID: String) {
        var trace = traces[traceID] ?? TraceParts(traceID: traceID, parts: [])
        guard !trace.parts.contains(where: { $0.id == part.id }) else { return }
        trace.parts.append(part)
        traces[traceID] = trace
    }

    /// The owner that any span of a trace names.
    public func owner(ofTrace traceID: String) -> String? { owners[traceID] }

    /// The interactions of a trace, as records.
    public func records(ofTrace traceID: String, owner: Owner) -> [[UInt8]] {
        guard let trace = traces[traceID] else { return [] }
        return TraceAssembly(trace).turns.map { $0.record(of: owner) }
    }
}

/// Why a span could not be read; never any of its content.
public struct ExportedSpanError: Error, CustomStringConvertible {
    /// For people.
    public let description: String

    /// Says what is wrong.
    public init(description: String) {
        self.description = description
    }
}

extension TelemetryValue {
    /// Takes a JSON value as it stands, not as OTLP writes values.
    fileprivate init(plain view: JSONView) {
        self =
            switch view.kind {
            case .null: .none
            case .boolean: .boolean(view.boolean ?? false)
            case .number: view.integer.map { .integer(Int64($0)) } ?? .double(view.double ?? 0)
            case .string: .string(view.string ?? "")
            case .array: .array(view.elements.map { TelemetryValue(plain: $0) })
            case .object: .object(view.members.map { ($0.name, TelemetryValue(plain: $0.value)) })
            }
    }

    /// Spreads a value over attributes, as OpenInference does: `llm.input_messages.0.message.role`.
    fileprivate static func flatten(
        _ view: JSONView,
        _ name: String,
        _ attributes: inout TelemetryAttributes
    ) {
        switch view.kind {
        case .object where view.count > 0:
            for (member, value) in view.members { flatten(value, "\(name).\(member)", &attributes) }
        case .array where view.elements.contains { $0.kind == .object }:
            for (number, value) in view.elements.enumerated() {
                flatten(value, "\(name).\(number)", &attributes)
            }
        case .null: break
        default: attributes[name] = TelemetryValue(plain: view)
        }
    }
}
