import Redline

/// OTLP in JSON: names in lower camel case, ids in hexadecimal digits, 64-bit integers as texts or
/// numbers, and members that nobody knows are skipped.
extension TelemetryBatch {
    /// Reads a request in JSON.
    init(json bytes: [UInt8], _ signal: TelemetrySignal) throws(TelemetryError) {
        let document: JSONDocument
        do throws(JSONParseError) {
            document = try JSONDocument(parsing: bytes, limits: .telemetry)
        } catch {
            throw .malformed("\(error)")
        }
        guard document.root.kind == .object else { throw .malformed("it is no JSON object") }
        let (groups, scopes, items) =
            switch signal {
            case .traces: ("resourceSpans", "scopeSpans", "spans")
            case .logs: ("resourceLogs", "scopeLogs", "logRecords")
            }
        for group in try Self.list(document.root, groups) {
            let resource = TelemetryAttributes(group["resource"]?["attributes"])
            for scope in try Self.list(group, scopes) {
                for item in try Self.list(scope, items) {
                    entries.append(Entry(item: Item(item, signal), resource: resource))
                }
            }
        }
    }

    private static func list(
        _ view: JSONView,
        _ name: String
    ) throws(TelemetryError) -> [JSONView] {
        guard let value = view[name], value.kind != .null else { return [] }
        guard value.kind == .array else { throw .malformed("\(name) must be an array") }
        return value.elements
    }
}

extension JSONLimits {
    /// A request's: its body has been measured already, and a record's own limits come later.
    static let telemetry = JSONLimits(
        bytes: .max,
        depth: 128,
        numberCharacters: 1_000,
        numberExponent: 1_000
    )
}

extension TelemetryBatch.Item {
    fileprivate init(_ view: JSONView, _ signal: TelemetrySignal) {
        guard view.kind == .object else {
            self = .broken("must be an object")
            return
        }
        switch signal {
        case .traces: self = .span(TelemetrySpan(view))
        case .logs: self = .log(TelemetryEvent(log: view))
        }
    }
}

extension TelemetrySpan {
    fileprivate init(_ view: JSONView) {
        let parent = view["parentSpanId"]?.string ?? ""
        let flags = UInt32(clamping: view["flags"]?.wholeNumber ?? 0)
        self.init(
            traceID: (view["traceId"]?.string ?? "").lowercased(),
            spanID: (view["spanId"]?.string ?? "").lowercased(),
            parentID: parent.isEmpty ? nil : parent.lowercased(),
            isParentRemote: flags & Self.remoteParentFlags == Self.remoteParentFlags,
            name: view["name"]?.string ?? "",
            start: view["startTimeUnixNano"]?.wholeNumber ?? 0,
            end: view["endTimeUnixNano"]?.wholeNumber ?? 0,
            attributes: TelemetryAttributes(view["attributes"]),
            events: view["events"]?.elements.map { TelemetryEvent(event: $0) } ?? [],
            hasFailed: view["status"]?["code"]?.wholeNumber == 2,
            statusMessage: view["status"]?["message"]?.string ?? ""
        )
    }
}

extension TelemetryEvent {
    fileprivate init(event view: JSONView) {
        self.init(
            name: view["name"]?.string ?? "",
            time: view["timeUnixNano"]?.wholeNumber ?? 0,
            attributes: TelemetryAttributes(view["attributes"])
        )
    }

    fileprivate init(log view: JSONView) {
        let attributes = TelemetryAttributes(view["attributes"])
        let name = view["eventName"]?.string ?? ""
        let time = view["timeUnixNano"]?.wholeNumber ?? 0
        self.init(
            name: name.isEmpty ? attributes["event.name"]?.string ?? "" : name,
            time: time == 0 ? view["observedTimeUnixNano"]?.wholeNumber ?? 0 : time,
            attributes: attributes,
            body: view["body"].map { TelemetryValue($0) } ?? .none,
            traceID: (view["traceId"]?.string ?? "").lowercased(),
            spanID: (view["spanId"]?.string ?? "").lowercased()
        )
    }
}

extension TelemetryAttributes {
    fileprivate init(_ view: JSONView?) {
        self.init()
        for pair in view?.elements ?? [] {
            guard let name = pair["key"]?.string else { continue }
            self[name] = pair["value"].map { TelemetryValue($0) } ?? TelemetryValue.none
        }
    }
}

extension TelemetryValue {
    fileprivate init(_ view: JSONView) {
        if let text = view["stringValue"]?.string {
            self = .string(text)
        } else if let flag = view["boolValue"]?.boolean {
            self = .boolean(flag)
        } else if let number = view["intValue"]?.wholeNumber {
            self = .integer(number)
        } else if let number = view["doubleValue"]?.double {
            self = .double(number)
        } else if let list = view["arrayValue"] {
            self = .array(list["values"]?.elements.map { TelemetryValue($0) } ?? [])
        } else if let list = view["kvlistValue"] {
            self = .object(
                list["values"]?.elements.map { pair in
                    (
                        pair["key"]?.string ?? "",
                        pair["value"].map { TelemetryValue($0) } ?? TelemetryValue.none
                    )
                } ?? []
            )
        } else {
            self = .none
        }
    }
}

extension JSONView {
    /// A 64-bit integer, which JSON may spell as a text.
    fileprivate var wholeNumber: Int64? {
        if let text = string { return Int64(text) }
        return integer.map { Int64($0) }
    }
}
