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
        var rejections = sorting.rejections
        var whole: [(WaitingTrace.Key, TelemetrySorting.Gathered)] = []
        var parts: [WaitingPart] = []
        for key in sorting.order {
            guard let gathered = sorting.traces[key] else { continue }
            if TraceAssembly(gathered.trace).isWhole {
                whole.append((key, gathered))
            } else {
                parts += gathered.bodies
            }
        }
        let refusal = meter.take(parts.bytesByOwner)
        let asked = parts.count
        parts.removeAll(where: refusal.includes)
        let deferred = asked - parts.count
        // What has to wait first: where that cannot be kept the whole request comes again, and what
        // was recorded of it would be recorded before.
        let receipt = try await keep(parts)
        for (owner, isUnderWay) in receipt.erased {
            let reason = RecordOutcome.reasonOfErasure(isUnderWay: isUnderWay)
            for key in sorting.order where key.owner == owner {
                rejections += sorting.traces[key]?.rejections(reason) ?? []
            }
        }
        let complete = receipt.waiting.filter { TraceAssembly($0.trace).isWhole }
        rejections += try await recordWhole(whole)
        try await settle(complete)
        guard deferred == 0 else {
            // All else is counted when it comes again.
            counts.count(items: ["deferred": deferred])
            throw TelemetryError.tooMuchWaits(ofOwner: refusal != .everybody)
        }
        let repeated = parts.count - receipt.fresh.count
        sorting.count(repeated: repeated, rejected: rejections.count)
        counts.count(items: sorting.counts)
        return TelemetryAnswer.taken(
            signal,
            rejected: rejections.count,
            message: rejections.message(signal),
            in: encoding
        )
    }

    private func keep(_ parts: [WaitingPart]) async throws -> TraceStore.Receipt {
        guard !parts.isEmpty else { return TraceStore.Receipt() }
        guard !intake.presence.isAway else { throw OutOfPatience() }
        return try await withPatience(DurableWriter.standardPatience) { [store, settings] in
            try await store.keep(parts, settling: settings.settling)
        }
    }

    /// Records traces that came whole, without keeping their parts.
    private func recordWhole(
        _ traces: [(WaitingTrace.Key, TelemetrySorting.Gathered)]
    ) async throws -> [TelemetryRejection] {
        try await withThrowingTaskGroup(of: [TelemetryRejection].self) { group in
            for (key, gathered) in traces {
                group.addTask {
                    var reasons: [String] = []
                    for turn in TraceAssembly(gathered.trace).turns {
                        if let reason = try await record(turn, of: key.owner) {
                            reasons.append(reason)
                        }
                    }
                    return reasons.first.map { gathered.rejections($0) } ?? []
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }

    /// Records a turn; gives back why it was refused.
    func record(_ turn: Turn, of owner: Owner) async throws -> String? {
        let prepared: PreparedRecord
        do {
            let document = try JSONDocument(parsing: turn.record(of: owner))
            prepared = try intake.prepare(
                document,
                RecordContext(owner: owner, isInteraction: true)
            )
        } catch let faults as RecordFaults {
            counts.count(turn: "refused")
            return "\(faults)"
        } catch let error as JSONParseError {
            counts.count(turn: "refused")
            return "\(error)"
        }
        switch try await intake.record(prepared) {
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
        let all = traces.values.reduce(0) { $0 + $1.bodies.count }
        let late = rejected - rejections.count
        add("duplicate", repeated)
        add("rejected", late)
        add("taken", all - repeated - late)
    }
}

extension TelemetrySorting.Gathered {
    /// That none of its parts was taken, and why.
    func rejections(_ reason: String) -> [TelemetryRejection] {
        places.map { TelemetryRejection(place: $0, reason: reason) }
    }
}

extension WaitingTrace {
    /// The parts, as they are put together.
    var trace: TraceParts {
        TraceParts(
            traceID: key.traceID,
            parts: parts.compactMap { part in
                (try? JSONDocument(parsing: part.body)).flatMap { TracePart($0.root) }
            }
        )
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
