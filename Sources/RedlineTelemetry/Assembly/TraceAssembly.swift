/// Puts the turns of a conversation together from the parts of one trace, in whatever order they
/// came.
struct TraceAssembly: Sendable {
    private let trace: TraceParts
    private let calls: [ModelCall]
    private let tools: [TracePart]
    private let byID: [String: TracePart]
    private var chains: [Chain] = []

    init(_ trace: TraceParts) {
        self.trace = trace
        calls = ModelCall.all(of: trace.parts)
        tools = trace.parts.filter { $0.kind == .tool }
            .sorted { ($0.start, $0.spanID) < ($1.start, $1.spanID) }
        byID = Dictionary(
            trace.parts.filter { [.chat, .agent, .tool].contains($0.kind) }.map { ($0.spanID, $0) }
        ) { first, _ in first }
        chains = chained
    }

    /// The calls of models that belong to one turn, in their order.
    private struct Chain: Sendable {
        let userMessage: String
        let repetition: Int
        var calls: [ModelCall]

        /// The call whose answer the user got.
        var last: ModelCall {
            calls.last { $0.isFinal } ?? calls.last { $0.answer != nil } ?? calls[calls.count - 1]
        }
    }

    /// The turns, in the order in which they began.
    var turns: [Turn] {
        guard !chains.isEmpty else { return agentTurn.map { [$0] } ?? [] }
        var runs = ToolRuns(tools.filter { !isWithinTool($0) })
        var turns = chains.map { turn(of: $0, &runs) }
        // What no message tells of belongs to the turn that it fell into.
        for run in runs.left {
            let place = turns.lastIndex { $0.start <= run.start } ?? 0
            turns[place].calls.append(Turn.Call(run))
        }
        addTokensOfInnerCalls(to: &turns)
        addEvaluations(to: &turns)
        return turns.filter { !$0.response.isEmpty || !$0.calls.isEmpty }
    }

    // MARK: Whether it is whole

    /// Whether nothing that is still to come could change the turns.
    var isWhole: Bool {
        guard !chains.isEmpty, trace.parts.allSatisfy(isRooted) else { return false }
        let known = Set(tools.compactMap { $0.tool?.callID })
        return chains.allSatisfy { chain in
            let last = chain.last
            return last.isFinal && chain.calls.allSatisfy(\.isWhole)
                && chain.calls.count == last.earlierAnswers + 1
                && last.since.flatMap(\.calls).allSatisfy { call in
                    call.id.map { known.contains($0) } ?? false
                }
        } && calls.allSatisfy { $0.lastUser != nil }
    }

    /// Whether all spans above a part are there.
    private func isRooted(_ part: TracePart) -> Bool {
        var place =
            part.kind == .chat || part.kind == .agent || part.kind == .tool
            ? part : byID[part.spanID]
        for _ in 0...trace.parts.count {
            guard let span = place else { return false }
            guard let parent = span.parentID else { return true }
            if trace.knownRoots.contains(parent) { return true }
            place = byID[parent]
        }
        return false
    }

    /// Whether a span is part of the run of a tool, and thereby no turn of the user's.
    private func isWithinTool(_ part: TracePart) -> Bool {
        var place = part.parentID.flatMap { byID[$0] }
        for _ in 0...trace.parts.count {
            guard let span = place else { return false }
            if span.kind == .tool { return true }
            place = span.parentID.flatMap { byID[$0] }
        }
        return false
    }

    // MARK: Turns

    private var chained: [Chain] {
        var chains: [Chain] = []
        for call in calls where call.lastUser != nil && !isWithinTool(call.part) {
            let words = call.userMessage
            let repetition = call.repetition
            let place = chains.lastIndex {
                $0.userMessage == words && $0.repetition == repetition
            }
            // One that knows of no answer yet begins anew, unless the one before it failed.
            let isNew =
                call.earlierAnswers == 0
                && place.map { chains[$0].calls.contains { $0.answer != nil } } ?? true
            if let place, !isNew {
                chains[place].calls.append(call)
            } else {
                chains.append(
                    Chain(userMessage: words, repetition: repetition, calls: [call])
                )
            }
        }
        return chains
    }

    private func turn(of chain: Chain, _ runs: inout ToolRuns) -> Turn {
        let last = chain.last
        var results = last.since.flatMap(\.results)
        var calls: [Turn.Call] = []
        var seen: Set<String> = []
        // The last call's history tells of all before it; what it lacks the calls themselves say.
        let asked = last.since.flatMap(\.calls) + (last.answer?.calls ?? [])
        let others = chain.calls.flatMap { $0.answer?.calls ?? [] }
        for call in asked + others.filter({ $0.id != nil }) {
            if let id = call.id, !seen.insert(id).inserted { continue }
            let place =
                results.firstIndex { $0.id == call.id }
                ?? results.firstIndex { $0.id == nil || call.id == nil }
            let result = place.map { results.remove(at: $0) }
            let run = runs.take(call, from: chain.calls[0].part.start)
            calls.append(
                Turn.Call(
                    id: call.id,
                    name: call.name,
                    arguments: call.arguments ?? run?.tool?.arguments,
                    result: result?.value ?? run?.tool?.result,
                    error: run?.error,
                    duration: run.map { $0.end - $0.start }
                )
            )
        }
        let tokens = chain.calls.compactMap(\.part.tokens)
        return Turn(
            traceID: trace.traceID,
            userMessage: chain.userMessage,
            repetition: chain.repetition,
            response: last.text,
            calls: calls,
            threadID: threadID(of: chain.calls.map(\.part)),
            model: last.part.model,
            finishReason: last.part.finishReason,
            tokens: tokens.isEmpty ? nil : tokens.reduce(0, +),
            start: chain.calls.map(\.part.start).min() ?? last.part.start,
            end: chain.calls.map(\.part.end).max() ?? last.part.end,
            error: last.answer == nil ? last.part.error : nil
        )
    }

    /// The turn that an agent's own span tells of, where no call of a model does.
    private var agentTurn: Turn? {
        let agents = trace.parts.filter { $0.kind == .agent && !isWithinTool($0) }
            .sorted { ($0.start, $1.end, $0.spanID) < ($1.start, $0.end, $1.spanID) }
        for agent in agents {
            guard let user = agent.input.last(where: { $0.role == .user && !$0.text.isEmpty }),
                let answer = agent.output.first(where: { !$0.text.isEmpty })
            else { continue }
            return Turn(
                traceID: trace.traceID,
                userMessage: user.text,
                repetition: 0,
                response: answer.text,
                calls: tools.filter { !isWithinTool($0) }.map { Turn.Call($0) },
                threadID: threadID(of: [agent]),
                model: agent.model ?? calls.last?.part.model,
                finishReason: agent.finishReason,
                tokens: agent.tokens,
                start: agent.start,
                end: agent.end,
                error: nil
            )
        }
        return nil
    }

    /// The conversation: what the turn's own parts say, else what any part of the trace does, else the
    /// trace itself.
    private func threadID(of own: [TracePart]) -> String {
        if let named = own.compactMap(\.threadID).last { return named }
        let others = trace.parts.filter { $0.threadID != nil }
            .min { ($0.start, $0.id) < ($1.start, $1.id) }
        return others?.threadID ?? trace.traceID
    }

    private func addTokensOfInnerCalls(to turns: inout [Turn]) {
        for call in calls where isWithinTool(call.part) {
            guard let tokens = call.part.tokens else { continue }
            let place = turns.lastIndex { $0.start <= call.part.start } ?? 0
            turns[place].tokens = (turns[place].tokens ?? 0) + tokens
        }
    }

    private func addEvaluations(to turns: inout [Turn]) {
        let evaluations = trace.parts.filter { $0.kind == .evaluation }
            .sorted { ($0.start, $0.id) < ($1.start, $1.id) }
        for part in evaluations {
            guard let evaluation = part.evaluation else { continue }
            let meant = chains.firstIndex { chain in
                chain.calls.contains { call in
                    call.part.spanID == part.spanID
                        || (part.responseID != nil && call.part.responseID == part.responseID)
                }
            }
            turns[meant ?? turns.count - 1].evaluations.append(evaluation)
        }
    }
}
