import Redline
import RedlineStorage

/// Sorts what a request brings: the parts of conversations by owner and trace, what is none of them,
/// and what cannot be taken.
struct TelemetrySorting {
    /// Parts of one trace of one owner, with where in the request each was.
    struct Gathered {
        var trace: TraceParts
        var bodies: [WaitingPart] = []
        /// The places of the parts in the request.
        var places: [Int] = []
    }

    private(set) var traces: [WaitingTrace.Key: Gathered] = [:]
    private(set) var order: [WaitingTrace.Key] = []
    private(set) var rejections: [TelemetryRejection] = []
    private(set) var counts: [String: Int] = [:]

    mutating func add(_ count: String, _ number: Int) {
        if number > 0 { counts[count, default: 0] += number }
    }

    private let intake: RecordIntake
    private let now: Timestamp

    /// Sorts a request of a sender who speaks for `owner`, where its key or its header says so.
    init(_ batch: TelemetryBatch, owner: Owner?, _ intake: RecordIntake, now: Timestamp) {
        self.intake = intake
        self.now = now
        let named = Self.ownersOfTraces(batch)
        let roots = Self.roots(of: batch)
        for (place, entry) in batch.entries.enumerated() {
            do throws(Unreadable) {
                guard let (part, traceID, attributes) = try part(of: entry.item) else { continue }
                let speaker: Owner
                if let owner {
                    speaker = owner
                } else {
                    speaker = try Self.owner(attributes, entry.resource, named[traceID])
                }
                try add(part, traceID, speaker, place, roots[traceID] ?? [])
            } catch {
                rejections.append(TelemetryRejection(place: place, reason: error.reason))
            }
        }
        counts["rejected"] = rejections.isEmpty ? nil : rejections.count
    }

    private mutating func part(
        of item: TelemetryBatch.Item
    ) throws(Unreadable) -> (TracePart, traceID: String, TelemetryAttributes)? {
        switch item {
        case .broken(let reason): throw Unreadable(reason: reason)
        case .span(let span):
            guard case .part(let kind) = ConventionKind(span.attributes) else {
                let isAside = ConventionKind(span.attributes) == .aside
                counts[isAside ? "aside" : "foreign", default: 0] += 1
                return nil
            }
            try Self.check(span.traceID, span.spanID)
            try check(span.start)
            return (try TracePart(span, kind), span.traceID, span.attributes)
        case .log(let log):
            guard let part = try TracePart.of(log) else {
                counts["foreign", default: 0] += 1
                return nil
            }
            try Self.check(log.traceID, log.spanID)
            try check(log.time)
            return (part, log.traceID, log.attributes)
        }
    }

    private mutating func add(
        _ part: TracePart,
        _ traceID: String,
        _ owner: Owner,
        _ place: Int,
        _ roots: Set<String>
    ) throws(Unreadable) {
        // What cannot be kept is refused here, and what is kept is what is put together: so nothing
        // depends on whether parts came together.
        let document: JSONDocument
        do throws(JSONParseError) {
            document = try JSONDocument(parsing: part.jsonBytes)
        } catch {
            throw Unreadable(reason: "it cannot be kept: \(error)")
        }
        let kept: JSONDocument
        do throws(RecordFaults) {
            kept = try intake.redacted(tracePart: document)
        } catch {
            throw Unreadable(reason: "\(error)")
        }
        guard let part = TracePart(kept.root) else {
            throw Unreadable(reason: "it cannot be kept")
        }
        let partKey = WaitingPart.Key(owner: owner, traceID: traceID, partID: part.id)
        let key = WaitingTrace.Key(partKey)
        if traces[key] == nil {
            order.append(key)
            traces[key] = Gathered(
                trace: TraceParts(traceID: traceID, parts: [], knownRoots: roots)
            )
        }
        // The same part twice within a request is one.
        guard traces[key]?.trace.parts.contains(where: { $0.id == part.id }) == false else {
            counts["duplicate", default: 0] += 1
            return
        }
        traces[key]?.trace.parts.append(part)
        traces[key]?.bodies.append(
            WaitingPart(key: partKey, body: kept.withSourceBytes { Array($0) })
        )
        traces[key]?.places.append(place)
    }

    private static func check(_ traceID: String, _ spanID: String) throws(Unreadable) {
        guard traceID.isHexadecimal(32) else {
            throw Unreadable(reason: "its trace id must be 16 bytes that are not all zero")
        }
        guard spanID.isHexadecimal(16) else {
            throw Unreadable(reason: "its span id must be 8 bytes that are not all zero")
        }
    }

    private func check(_ time: Int64) throws(Unreadable) {
        let time = Timestamp(microseconds: time / 1_000)
        guard time < now.adding(days: PreparedRecord.aheadLimit) else {
            throw Unreadable(reason: "its time lies in the future")
        }
        guard time > now.adding(days: -PreparedRecord.backLimit) else {
            throw Unreadable(
                reason:
                    "its time is missing or lies more than \(PreparedRecord.backLimit) days back"
            )
        }
    }
}

/// A span or log record that was not taken.
struct TelemetryRejection: Sendable {
    /// Its place in the request, from 0.
    let place: Int
    /// Why, for its sender.
    let reason: String
}

extension String {
    fileprivate func isHexadecimal(_ count: Int) -> Bool {
        utf8.count == count && utf8.contains { $0 != UInt8(ascii: "0") }
            && utf8.allSatisfy { byte in
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
            }
    }
}
