import Redline
import RedlineStorage

/// The way in for spans and log records: they become interactions when their trace is whole, or when
/// nothing more of it has come for a while.
public struct TelemetryIntake: Sendable {
    let intake: RecordIntake
    let store: TraceStore
    let settings: TelemetrySettings
    /// What became of what came in.
    public let counts = TelemetryCounts()
    let meter: WaitingMeter

    /// Creates a way in, behind which is the one of all records.
    public init(_ intake: RecordIntake, store: TraceStore, settings: TelemetrySettings) {
        self.intake = intake
        self.store = store
        self.settings = settings
        meter = WaitingMeter(settings)
    }

    /// Takes a request's spans or log records; once it returns they are committed or durable.
    ///
    /// - Parameters:
    ///   - body: The request, unpacked.
    ///   - signal: What it brings.
    ///   - encoding: How.
    ///   - owner: For whom the sender speaks; nil where the spans themselves say whose they are.
    /// - Returns: The answer's body.
    /// - Throws: `TelemetryError` where nothing of it can be read, or where too much waits already:
    ///   then what need not wait, and what may, is recorded all the same, and comes again as a
    ///   duplicate. What keeping and recording throw.
    public func take(
        _ body: [UInt8],
        _ signal: TelemetrySignal,
        _ encoding: TelemetryEncoding,
        owner: Owner?
    ) async throws -> [UInt8] {
        let batch =
            switch encoding {
            case .protobuf: try TelemetryBatch(protobuf: body, signal)
            case .json: try TelemetryBatch(json: body, signal)
            }
        guard batch.entries.count <= TelemetrySettings.itemLimit else {
            throw TelemetryError.tooMany(limit: TelemetrySettings.itemLimit)
        }
        var sorting = TelemetrySorting(batch, owner: owner, intake, now: .now)
        let (whole, open) = try await joined(sorting.traces)
        let fresh = open.flatMap(\.fresh)
        let (refusal, taken) = meter.take(fresh.bytesByOwner)
        defer { meter.end(taken) }
        let parts = fresh.filter { !refusal.includes($0) }
        let deferred = fresh.count - parts.count
        // Both at once: each waits for the disk.
        async let keeping = keep(parts, besides: open.compactMap(\.waiting))
        var rejections = sorting.rejections
        rejections += try await record(whole)
        let receipt = try await keeping
        for (owner, isUnderWay) in receipt.erased {
            let reason = RecordOutcome.reasonOfErasure(isUnderWay: isUnderWay)
            for trace in open where trace.own.owner == owner {
                rejections += trace.own.rejections(reason)
            }
        }
        let further = try await store.parts(of: receipt.joined)
        try await settle(further.filter { TraceAssembly($0.trace).isWhole })
        guard deferred == 0 else {
            // All else is counted when it comes again.
            counts.count(items: ["deferred": deferred])
            throw TelemetryError.tooMuchWaits(ofOwner: refusal != .everybody)
        }
        let known = (whole + open).reduce(0) { $0 + $1.repeated }
        sorting.count(
            repeated: known + parts.count - receipt.fresh.count,
            rejected: rejections.count
        )
        counts.count(items: sorting.counts)
        return TelemetryAnswer.taken(
            signal,
            rejected: rejections.count,
            message: rejections.message(signal),
            in: encoding
        )
    }

    /// Joins what came with what waits of the same traces; those that are whole so, and those that
    /// are not.
    private func joined(
        _ traces: [TelemetrySorting.Gathered]
    ) async throws -> (whole: [JoinedTrace], open: [JoinedTrace]) {
        var whole: [JoinedTrace] = []
        var others: [TelemetrySorting.Gathered] = []
        for trace in traces {
            let assembly = TraceAssembly(trace.trace)
            if assembly.isWhole {
                whole.append(JoinedTrace(whole: trace, assembly))
            } else {
                others.append(trace)
            }
        }
        let waiting = try await waiting(of: others)
        var open: [JoinedTrace] = []
        for trace in others {
            let joined = JoinedTrace(trace, waiting[trace.key])
            if joined.isWhole { whole.append(joined) } else { open.append(joined) }
        }
        return (whole, open)
    }

    private func waiting(
        of traces: [TelemetrySorting.Gathered]
    ) async throws -> [WaitingTrace.Key: WaitingTrace] {
        guard !traces.isEmpty else { return [:] }
        guard !intake.presence.isAway else { throw OutOfPatience() }
        let asked = traces.map { trace in
            (key: trace.key, mostParts: TelemetrySettings.mostRead(for: trace.trace.parts.count))
        }
        let found = try await withPatience(DurableWriter.standardPatience) { [store, settings] in
            try await store.waiting(of: asked, settling: settings.settling)
        }
        counts.count(reread: found.reduce(0) { $0 + $1.parts.count })
        return Dictionary(found.map { ($0.key, $0) }) { first, _ in first }
    }

    private func keep(
        _ parts: [WaitingPart],
        besides known: [WaitingTrace]
    ) async throws -> TraceStore.Receipt {
        guard !parts.isEmpty else { return TraceStore.Receipt() }
        return try await withPatience(DurableWriter.standardPatience) { [store, settings] in
            try await store.keep(parts, besides: known, settling: settings.settling)
        }
    }

    /// Records whole traces, and takes away what waited of them.
    private func record(_ traces: [JoinedTrace]) async throws -> [TelemetryRejection] {
        let reasons = try await record(traces.map { ($0.assembly.turns, $0.own.owner) })
        try await store.remove(traces.flatMap { $0.waiting?.parts.map(\.key) ?? [] })
        return zip(traces, reasons).flatMap { trace, reason in
            reason.map(trace.own.rejections) ?? []
        }
    }

    /// Records the turns of traces; gives back of each why any of them was refused.
    func record(_ traces: [(turns: [Turn], owner: Owner)]) async throws -> [String?] {
        var reasons = [String?](repeating: nil, count: traces.count)
        var records: [PreparedRecord] = []
        var places: [Int] = []
        for (place, trace) in traces.enumerated() {
            for turn in trace.turns {
                do {
                    records.append(try prepare(turn, trace.owner))
                    places.append(place)
                } catch {
                    counts.count(turn: "refused")
                    reasons[place] = reasons[place] ?? error.reason
                }
            }
        }
        // All together: in the order of their threads, and in few transactions.
        for (place, outcome) in zip(places, try await intake.record(records)) {
            let reason = count(outcome)
            reasons[place] = reasons[place] ?? reason
        }
        return reasons
    }

    private func prepare(_ turn: Turn, _ owner: Owner) throws(Unreadable) -> PreparedRecord {
        do {
            return try intake.prepare(
                try JSONDocument(parsing: turn.record(of: owner)),
                RecordContext(owner: owner, isInteraction: true)
            )
        } catch {
            throw Unreadable(reason: "\(error)")
        }
    }

    /// Counts what became of a turn; gives back why it was refused.
    private func count(_ outcome: RecordOutcome) -> String? {
        switch outcome {
        case .recorded: counts.count(turn: "recorded")
        case .duplicate: counts.count(turn: "duplicate")
        case .spooled: counts.count(turn: "spooled")
        // The turn is recorded already, from other parts of its trace: the first one stays.
        case .conflict: counts.count(turn: "late")
        case .refused(let faults):
            counts.count(turn: "refused")
            return "\(faults)"
        case .ownerErased(let isUnderWay):
            counts.count(turn: "refused")
            return RecordOutcome.reasonOfErasure(isUnderWay: isUnderWay)
        case .unknownWorkflow: break
        }
        return nil
    }
}

extension TelemetrySorting {
    mutating func count(repeated: Int, rejected: Int) {
        let all = traces.reduce(0) { $0 + $1.places.count }
        let late = rejected - rejections.count
        add("duplicate", repeated)
        add("rejected", late)
        add("taken", all - repeated - late)
    }
}

extension TelemetrySorting.Gathered {
    var key: WaitingTrace.Key { WaitingTrace.Key(owner: owner, traceID: trace.traceID) }

    /// That none of its parts was taken, and why.
    func rejections(_ reason: String) -> [TelemetryRejection] {
        places.map { TelemetryRejection(place: $0, reason: reason) }
    }
}

extension [TelemetryRejection] {
    /// The reasons, for whoever sent them: each with where in the request it applies.
    func message(_ signal: TelemetrySignal) -> String {
        let sorted = sorted { $0.place < $1.place }
        var words = sorted.prefix(TelemetrySettings.namedRejections).map { rejection in
            "\(signal.item) \(rejection.place): \(rejection.reason)"
        }
        if count > TelemetrySettings.namedRejections {
            words.append("and \(count - TelemetrySettings.namedRejections) more")
        }
        return words.joined(separator: "; ")
    }
}
