import Redline
import RedlineStorage

/// Sorts what a request brings: the parts of conversations by owner and trace, what is none of them,
/// and what cannot be taken.
struct TelemetrySorting {
    /// Parts of one trace of one owner, with where in the request each was.
    struct Gathered {
        let owner: Owner
        var trace: TraceParts
        /// The places of the parts in the request.
        var places: [Int] = []
        fileprivate var ids: Set<String> = []
    }

    /// What came of each trace, in the order in which the first of it came.
    private(set) var traces: [Gathered] = []
    private(set) var rejections: [TelemetryRejection] = []
    private(set) var counts: [String: Int] = [:]

    mutating func add(_ count: String, _ number: Int) {
        if number > 0 { counts[count, default: 0] += number }
    }

    private let intake: RecordIntake
    private let now: Timestamp
    private var places: [TraceName: Int] = [:]

    private struct TraceName: Hashable {
        let owner: Owner
        let traceID: String
    }

    /// Sorts a request of a sender who speaks for `owner`, where its key or its header says so.
    init(_ batch: TelemetryBatch, owner: Owner?, _ intake: RecordIntake, now: Timestamp) {
        self.intake = intake
        self.now = now
        let kinds = batch.entries.map { entry -> ConventionKind? in
            if case .span(let span) = entry.item { ConventionKind(span.attributes) } else { nil }
        }
        let roots = Self.roots(of: batch, kinds)
        // Nearly always each span names its owner.
        lazy var named = Self.ownersOfTraces(batch)
        for (place, entry) in batch.entries.enumerated() {
            do throws(Unreadable) {
                guard let (part, traceID, attributes) = try part(of: entry.item, kinds[place])
                else { continue }
                let speaker: Owner
                if let owner {
                    speaker = owner
                } else {
                    speaker = try Self.owner(attributes, entry.resource) { named[traceID] }
                }
                try add(part.kept(by: intake), traceID, speaker, place, roots[traceID] ?? [])
            } catch {
                rejections.append(TelemetryRejection(place: place, reason: error.reason))
            }
        }
        counts["rejected"] = rejections.isEmpty ? nil : rejections.count
    }

    private mutating func part(
        of item: TelemetryBatch.Item,
        _ kind: ConventionKind?
    ) throws(Unreadable) -> (TracePart, traceID: String, TelemetryAttributes)? {
        switch item {
        case .broken(let reason): throw Unreadable(reason: reason)
        case .span(let span):
            guard case .part(let kind)? = kind else {
                counts[kind == .aside ? "aside" : "foreign", default: 0] += 1
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
    ) {
        let name = TraceName(owner: owner, traceID: traceID)
        let index = places[name] ?? traces.count
        if index == traces.count {
            places[name] = index
            traces.append(
                Gathered(
                    owner: owner,
                    trace: TraceParts(traceID: traceID, parts: [], knownRoots: roots)
                )
            )
        }
        // The same part twice within a request is one.
        guard traces[index].ids.insert(part.id).inserted else {
            counts["duplicate", default: 0] += 1
            return
        }
        traces[index].trace.parts.append(part)
        traces[index].places.append(place)
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
