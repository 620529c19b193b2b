import Logging
import Redline

/// Sends what waits, batch by batch and in order: the next one goes out when the service has answered
/// the one before it, so that a stage never comes before the one that it builds on.
struct RecordSender: Sendable {
    let connection: ServiceConnection
    let outbox: Outbox
    let waiting: WaitingRecords
    let settings: RecordingClient.Settings

    /// Sends all that waits, however often that has to be tried.
    ///
    /// - Throws: `CancellationError`.
    func sendAll() async throws {
        var attempts = 0
        var most = settings.batchRecords
        while true {
            do {
                let batch = try await outbox.next(most, bytes: settings.batchBytes)
                guard !batch.isEmpty else { return }
                try await send(batch)
                (attempts, most) = (0, settings.batchRecords)
            } catch let fault as ServiceFault where fault.isOfContent && most > 1 {
                // One of them is at fault, and only alone it can be told from the others.
                most = 1
            } catch let error where !(error is CancellationError) {
                try Task.checkCancellation()
                attempts += 1
                try await Task.sleep(for: RetryWait.wait(after: attempts, asked: note(error)))
            }
        }
    }

    private func send(_ batch: [Outbox.Entry]) async throws {
        let records = batch.map(\.record)
        do {
            let answer = try await connection.send(records)
            if waiting.noteSuccess() { settings.logger.info("records are sent again") }
            try await settle(batch, answer.rejections, duplicates: answer.duplicates)
        } catch let fault as ServiceFault where fault.isOfContent && batch.count == 1 {
            let rejection = RecordsAnswer.Rejection(
                line: 1,
                detail: fault.detail,
                faults: fault.faults
            )
            try await settle(batch, [rejection], duplicates: 0)
        }
    }

    private func settle(
        _ batch: [Outbox.Entry],
        _ rejections: [RecordsAnswer.Rejection],
        duplicates: Int
    ) async throws {
        for rejection in rejections {
            let record = batch[rejection.line - 1].record
            await settings.tell(
                of: record,
                .refused(detail: rejection.detail, faults: rejection.faults)
            )
        }
        // Not to be broken off: what the service has would be counted as waiting.
        try await Task { [outbox] in try await outbox.remove(batch) }.value
        waiting.noteSettled(
            batch.map(\.record),
            duplicates: duplicates,
            refused: rejections.count
        )
    }

    /// Notes why nothing was sent; gives back how long the service asks to be left alone.
    private func note(_ error: any Error) -> Duration? {
        let fault = error as? ServiceFault ?? ServiceFault(.unreachable, "\(OutboxError(error))")
        if waiting.note(fault) {
            settings.logger.warning("records wait: \(fault)")
        }
        return fault.retryAfter
    }
}

extension ServiceFault {
    /// Whether the records themselves are what the service does not take.
    fileprivate var isOfContent: Bool {
        kind == .refused && [400, 413, 422].contains(status)
    }
}

extension RecordingClient.Settings {
    /// Hands a record over that will not be sent any more.
    func tell(of record: AcceptedRecord, _ reason: RefusedRecord.Reason) async {
        guard let onRefused else {
            switch reason {
            case .refused(let detail, _):
                logger.error("the service refused record \(record.id): \(detail)")
            case .notSent: logger.error("record \(record.id) was not sent")
            }
            return
        }
        let line = String(decoding: record.line, as: UTF8.self)
        await onRefused(RefusedRecord(id: record.id, line: line, reason: reason))
    }
}
