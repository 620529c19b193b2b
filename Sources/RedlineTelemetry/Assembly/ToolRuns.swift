/// The runs of tools that have not been matched with a call yet.
struct ToolRuns {
    /// Those that are left, in the order in which they began.
    private(set) var left: [TracePart]

    init(_ runs: [TracePart]) {
        left = runs
    }

    /// Takes the run of a call: the one with its id, or, where a run has none, the first of the same
    /// tool since then.
    mutating func take(_ call: ChatMessage.Call, from start: Int64) -> TracePart? {
        let byID = call.id.flatMap { id in left.firstIndex { $0.tool?.callID == id } }
        let place =
            byID
            ?? left.firstIndex { run in
                (run.tool?.callID == nil || call.id == nil) && run.tool?.name == call.name
                    && run.start >= start
            }
        return place.map { left.remove(at: $0) }
    }
}

extension Turn.Call {
    /// A call of which only its run tells.
    init(_ run: TracePart) {
        self.init(
            id: run.tool?.callID,
            name: run.tool?.name ?? "",
            arguments: run.tool?.arguments,
            result: run.tool?.result,
            error: run.error,
            duration: run.end - run.start
        )
    }
}
