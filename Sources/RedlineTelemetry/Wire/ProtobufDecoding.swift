import RedlineDigest
import SwiftProtobuf

extension TelemetryBatch {
    /// Reads a request in protobuf.
    init(protobuf bytes: [UInt8], _ signal: TelemetrySignal) throws(TelemetryError) {
        do {
            switch signal {
            case .traces: self.init(try OTLPTraceRequest(serializedBytes: bytes))
            case .logs: self.init(try OTLPLogRequest(serializedBytes: bytes))
            }
        } catch {
            throw .malformed("it is no protobuf message of OTLP")
        }
    }

    private init(_ request: OTLPTraceRequest) {
        for group in request.resourceSpans {
            let resource = TelemetryAttributes(group.resource.attributes)
            for span in group.scopeSpans.lazy.flatMap(\.spans) {
                entries.append(Entry(item: .span(TelemetrySpan(span)), resource: resource))
            }
        }
    }

    private init(_ request: OTLPLogRequest) {
        for group in request.resourceLogs {
            let resource = TelemetryAttributes(group.resource.attributes)
            for record in group.scopeLogs.lazy.flatMap(\.logRecords) {
                entries.append(Entry(item: .log(TelemetryEvent(record)), resource: resource))
            }
        }
    }
}

extension TelemetrySpan {
    /// Whether a span's flags say if its parent is remote, and that it is.
    static let remoteParentFlags: UInt32 = 0x300

    fileprivate init(_ span: OTLPSpan) {
        self.init(
            traceID: SHA256Digest.hexadecimal([UInt8](span.traceID)),
            spanID: SHA256Digest.hexadecimal([UInt8](span.spanID)),
            parentID: span.parentSpanID.isEmpty
                ? nil : SHA256Digest.hexadecimal([UInt8](span.parentSpanID)),
            isParentRemote: span.flags & Self.remoteParentFlags == Self.remoteParentFlags,
            name: span.name,
            start: Int64(clamping: span.startTimeUnixNano),
            end: Int64(clamping: span.endTimeUnixNano),
            attributes: TelemetryAttributes(span.attributes),
            events: span.events.map { event in
                TelemetryEvent(
                    name: event.name,
                    time: Int64(clamping: event.timeUnixNano),
                    attributes: TelemetryAttributes(event.attributes)
                )
            },
            hasFailed: span.status.code == 2,
            statusMessage: span.status.message
        )
    }
}

extension TelemetryEvent {
    fileprivate init(_ record: OTLPLogRecord) {
        let attributes = TelemetryAttributes(record.attributes)
        self.init(
            name: record.eventName.isEmpty
                ? attributes["event.name"]?.string ?? "" : record.eventName,
            time: Int64(
                clamping: record.timeUnixNano == 0
                    ? record.observedTimeUnixNano : record.timeUnixNano
            ),
            attributes: attributes,
            body: record.hasBody ? TelemetryValue(record.body) : .none,
            traceID: SHA256Digest.hexadecimal([UInt8](record.traceID)),
            spanID: SHA256Digest.hexadecimal([UInt8](record.spanID))
        )
    }
}

extension TelemetryAttributes {
    fileprivate init(_ pairs: [OTLPKeyValue]) {
        self.init(minimumCapacity: pairs.count)
        for pair in pairs { self[pair.key] = TelemetryValue(pair.value) }
    }
}

extension TelemetryValue {
    fileprivate init(_ value: OTLPAnyValue) {
        switch value.value {
        case .stringValue(let text): self = .string(text)
        case .boolValue(let flag): self = .boolean(flag)
        case .intValue(let number): self = .integer(number)
        case .doubleValue(let number): self = .double(number)
        case .arrayValue(let list): self = .array(list.values.map { TelemetryValue($0) })
        case .kvlistValue(let list):
            self = .object(list.values.map { ($0.key, TelemetryValue($0.value)) })
        case .bytesValue, nil: self = .none
        }
    }
}
