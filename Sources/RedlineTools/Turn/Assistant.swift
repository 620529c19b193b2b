import Logging
import Redline
import RedlineAnalytics
import RedlineCapture
import RedlineStorage
import RedlineSummaries
import Synchronization

/// Answers messages with the configured AI and the registered tools, and records each turn.
public final class Assistant: Sendable {
    /// What was done.
    public let counts = AssistantCounts()
    let registry: ToolRegistry
    let conversation: Conversation
    private let caller: ToolCaller
    private let intake: RecordIntake
    private let reader: RecordReader
    private let logger: Logger
    private let routed = Mutex(Routed())

    /// The turns that are under way at once.
    static let turnLimit = 32
    /// The calls of tools outside of turns that are under way at once.
    static let routedLimit = 64
    /// The calls of tools that one turn makes at once.
    static let parallelLimit = 4
    /// The calls that the AI may ask for at once.
    static let callLimit = 16
    /// How often a turn is offered for recording while too many records wait.
    private static let recordingAttempts = 5
    private static let recordingPause = Duration.milliseconds(200)

    /// Creates an assistant; ``shutdown()`` has to be called before it goes.
    public init(
        _ settings: SummarySettings,
        registry: ToolRegistry,
        intake: RecordIntake,
        reader: RecordReader,
        logger: Logger
    ) {
        self.registry = registry
        conversation = Conversation(settings)
        caller = ToolCaller(registry)
        self.intake = intake
        self.reader = reader
        self.logger = logger
    }

    /// Closes the connections to the AI.
    public func shutdown() async {
        await conversation.shutdown()
    }

    /// The tools that are registered, by name.
    public var toolNames: [String] { registry.tools.map(\.name) }

    /// Calls one tool; `arguments` is JSON.
    ///
    /// - Throws: `ToolFailure`.
    public func call(
        _ tool: String,
        _ arguments: String,
        for owner: Owner?,
        within time: Duration = .seconds(3_600)
    ) async throws(ToolFailure) -> String {
        do {
            let answer = try await caller.answer(of: tool, arguments, for: owner, within: time)
            if registry[tool] != nil { counts.count(call: tool, isSuccess: true) }
            return answer
        } catch {
            // A name that somebody made up is no name of a metric.
            if registry[tool] != nil { counts.count(call: tool, isSuccess: false) }
            throw error
        }
    }

    /// Calls one tool for whoever asks for it alone.
    ///
    /// - Throws: `ToolFailure`, or `AssistantFault` where as many are being called as may be.
    public func route(
        _ tool: String,
        _ arguments: String,
        for owner: Owner?
    ) async throws -> String {
        guard routed.withLock({ $0.enter(Self.routedLimit) }) else { throw AssistantFault.busy }
        defer { routed.withLock { $0.count -= 1 } }
        return try await call(tool, arguments, for: owner)
    }

    private struct Routed {
        var count = 0

        mutating func enter(_ limit: Int) -> Bool {
            guard count < limit else { return false }
            count += 1
            return true
        }
    }

    /// Why nothing can be read from the database now; nil where it can.
    public var obstacle: String? { intake.presence.obstacle }

    /// What is said where there is no tool of that name.
    public func unknown(_ tool: String) -> String { caller.unknown(tool) }

    /// Answers a message and records the turn, also where there is no answer or the caller goes away:
    /// tools that were called have done their work.
    ///
    /// - Throws: `AssistantFault` where the turn did not begin, and what reading the thread throws.
    public func turn(_ request: TurnRequest) async throws -> FinishedTurn {
        guard conversation.model != nil else { throw AssistantFault.notConfigured }
        guard counts.enter(Self.turnLimit) else {
            counts.count(turn: "refused")
            throw AssistantFault.busy
        }
        defer { counts.leave() }
        let history = try await history(of: request)
        var run = TurnRun(self, request, history)
        let failure: TurnFailure?
        do throws(TurnFailure) {
            try await run.go()
            failure = nil
        } catch {
            failure = error
        }
        let turn = run.finished(failure)
        counts.count(turn: turn.metadata.status == .ok ? "answered" : turn.outcome)
        // A caller that has gone does not take the record with it.
        return try await Task { [self] in
            let document = try Self.document(turn)
            return FinishedTurn(
                turn: turn,
                failure: failure,
                record: document,
                recording: await record(document, turn.owner),
                historyTurns: history.turns
            )
        }.value
    }

    private func history(of request: TurnRequest) async throws -> ThreadHistory {
        guard let threadID = request.threadID else { return .none }
        var filter = InteractionFilter()
        filter.threadID = threadID
        let (owner, actor) = (request.owner, request.actor)
        // Somebody waits for the answer, and a database that hangs gives none.
        return try await withPatience(DurableWriter.standardPatience) { [reader, filter] in
            let page = try await reader.interactions(
                as: .owner(owner),
                by: actor,
                filter: filter,
                page: PageRequest(limit: ThreadHistory.turnLimit)
            )
            return ThreadHistory(newestFirst: page.rows)
        }
    }

    /// The record of a turn, its texts cut where it would be larger than a record may be.
    private static func document(_ turn: CapturedTurn) throws -> JSONDocument {
        for limit in [CapturedText.limit, 64 * 1024, 16 * 1024] {
            if let document = try? JSONDocument(parsing: turn.record(textLimit: limit)) {
                return document
            }
        }
        return try JSONDocument(parsing: turn.record(textLimit: 4 * 1024))
    }

    private func record(
        _ document: JSONDocument,
        _ owner: Owner
    ) async -> Result<RecordOutcome, any Error> {
        var attempts = 0
        while true {
            attempts += 1
            do {
                let context = RecordContext(owner: owner, isInteraction: true)
                return .success(try await intake.record(try intake.prepare(document, context)))
            } catch {
                if error is RecorderIsBusy, attempts < Self.recordingAttempts {
                    try? await Task.sleep(for: Self.recordingPause)
                    continue
                }
                counts.countNotRecorded()
                logger.error("a turn was not recorded: \(type(of: error))")
                return .failure(error)
            }
        }
    }
}

extension CapturedTurn {
    /// How a turn without an answer counts.
    fileprivate var outcome: String { metadata.status == .cut ? "cut" : "failed" }
}
