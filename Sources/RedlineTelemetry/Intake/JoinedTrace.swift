import Redline
import RedlineStorage

/// What a request brings of a trace, joined with what waits of it.
struct JoinedTrace {
    /// What the request brings.
    let own: TelemetrySorting.Gathered
    /// What waited before.
    let waiting: WaitingTrace?
    /// Both together; what waits alone counts where both have a part.
    let assembly: TraceAssembly
    private let known: Set<String>

    init(_ own: TelemetrySorting.Gathered, _ waiting: WaitingTrace?) {
        let known = Set(waiting?.parts.map(\.key.partID) ?? [])
        var trace = own.trace
        if let waiting {
            trace.parts =
                waiting.trace.parts + trace.parts.filter { !known.contains($0.id) }
        }
        self.init(own, waiting, known, TraceAssembly(trace))
    }

    /// A trace of which the request brings all.
    init(whole own: TelemetrySorting.Gathered, _ assembly: TraceAssembly) {
        self.init(own, nil, [], assembly)
    }

    private init(
        _ own: TelemetrySorting.Gathered,
        _ waiting: WaitingTrace?,
        _ known: Set<String>,
        _ assembly: TraceAssembly
    ) {
        self.own = own
        self.waiting = waiting
        self.known = known
        self.assembly = assembly
    }

    /// Whether nothing that is still to come could change its turns.
    var isWhole: Bool { waiting?.isTooLong != true && assembly.isWhole }

    /// How many parts of the request waited already.
    var repeated: Int { own.trace.parts.count { known.contains($0.id) } }

    /// The others, as they are kept.
    var fresh: [WaitingPart] {
        own.trace.parts.lazy.filter { !known.contains($0.id) }.map { part in
            WaitingPart(
                key: WaitingPart.Key(
                    owner: own.owner,
                    traceID: own.trace.traceID,
                    partID: part.id
                ),
                body: part.jsonBytes
            )
        }
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
