import Logging
import Redline
import RedlineStorage

/// Takes exchanges of an owner one after the other.
struct RecordingLane: Sendable {
    let intake: RecordIntake
    let counts: CaptureCounts
    let logger: Logger

    /// What is left to do and need not be waited for before the next exchange is taken.
    typealias Rest = @Sendable () async -> Void

    /// How often a record is tried while too many others wait.
    private static let attempts = 20
    private static let pause = Duration.milliseconds(250)

    func take(_ exchange: FinishedExchange) async -> Rest? {
        var exchange = exchange
        exchange.readAnswer()
        let assembly = TurnAssembly(exchange)
        let known: [OpenTurn]
        do {
            known = try await intake.spool.openTurns(
                of: exchange.owner,
                threadID: assembly.threadID
            )
        } catch {
            // Then the history alone has to say what the turn is.
            logger.warning("what is known of a conversation could not be read: \(error)")
            known = []
        }
        for other in known where !other.isRecorded && other.turn != assembly.request.turn {
            if let turn = assembly.completed(other) { await close(turn, other) }
        }
        let mine = known.first { $0.turn == assembly.request.turn }
        let turn = assembly.turn(after: mine)
        guard !Self.isContained(exchange, in: mine) else { return nil }
        let isOpen =
            !exchange.answer.calls.isEmpty && exchange.status == .ok
            || mine?.isRecorded == false && exchange.status != .ok
        if isOpen, await keep(turn, assembly) { return nil }
        guard let mine, !mine.isRecorded else { return { await record(turn) } }
        await close(turn, mine)
        return nil
    }

    /// Records a turn of which nothing more came.
    func settle(_ quiet: OpenTurn) async -> Rest? {
        let known = try? await intake.spool.openTurns(of: quiet.owner, threadID: quiet.threadID)
        // Something may have come of it meanwhile.
        guard let now = known?.first(where: { $0.turn == quiet.turn }), !now.isRecorded,
            now.updatedAt == quiet.updatedAt
        else { return nil }
        guard let root = try? JSONDocument(parsing: now.record).root,
            let turn = CapturedTurn(restoring: root, owner: now.owner)
        else { return nil }
        await close(turn, now)
        return nil
    }

    /// Whether an answer's calls are in a turn that is recorded: its requests were seen out of order.
    private static func isContained(_ exchange: FinishedExchange, in turn: OpenTurn?) -> Bool {
        guard let turn, turn.isRecorded, !exchange.answer.calls.isEmpty else { return false }
        let ids = exchange.answer.calls.map(\.id)
        return !ids.contains("") && Set(ids).isSubset(of: turn.callIDs)
    }

    /// Keeps a turn on the disk; false where that cannot be done, so that it is recorded as it is.
    private func keep(_ turn: CapturedTurn, _ assembly: TurnAssembly) async -> Bool {
        guard let prepared = prepare(turn), case .interaction(let interaction) = prepared.record
        else { return false }
        do {
            try await intake.spool.keep(
                OpenTurn(
                    owner: turn.owner,
                    threadID: turn.threadID,
                    turn: assembly.request.turn,
                    updatedAt: assembly.exchange.endedAt,
                    isRecorded: false,
                    interactionID: turn.id,
                    callIDs: turn.calls.map(\.id),
                    record: interaction.document.withSourceBytes { Array($0) }
                )
            )
            return true
        } catch {
            logger.warning("an open turn could not be kept: \(error)")
            return false
        }
    }

    /// Records a turn, and then keeps no more of it than which calls it had.
    private func close(_ turn: CapturedTurn, _ known: OpenTurn) async {
        guard await record(turn) else { return }
        var known = known
        known.isRecorded = true
        known.interactionID = turn.id
        known.callIDs = turn.calls.map(\.id)
        known.record = []
        known.updatedAt = .now
        do {
            try await intake.spool.keep(known)
        } catch {
            // It is recorded again later, as the same record.
            logger.warning("a recorded turn could not be noted: \(error)")
        }
    }

    private func prepare(_ turn: CapturedTurn) -> PreparedRecord? {
        let context = RecordContext(owner: turn.owner, isInteraction: true)
        for limit in [CapturedText.limit, CapturedText.smallLimit] {
            if let document = try? JSONDocument(parsing: turn.record(textLimit: limit)),
                let prepared = try? intake.prepare(document, context)
            {
                return prepared
            }
        }
        return nil
    }

    @discardableResult
    private func record(_ turn: CapturedTurn) async -> Bool {
        guard let prepared = prepare(turn) else {
            counts.countLost()
            logger.error("a captured turn breaks a rule of records: it was not recorded")
            return false
        }
        for _ in 0..<Self.attempts {
            do {
                switch try await intake.record(prepared) {
                case .recorded, .duplicate, .spooled:
                    counts.countRecorded()
                    return true
                case .conflict, .unknownWorkflow, .ownerErased, .refused:
                    counts.countLost()
                    logger.warning("a captured turn was refused")
                    return true
                }
            } catch is RecorderIsBusy {
                try? await Task.sleep(for: Self.pause)
            } catch {
                logger.error("a captured turn was not recorded: \(error)")
                break
            }
        }
        counts.countLost()
        return false
    }
}
