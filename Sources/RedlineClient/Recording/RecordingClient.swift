import Logging
import Redline

/// Records what an application's AI drafts and what people make of it, at a redline service.
///
/// Nobody waits for the network: a record is checked and given its id and its time, and goes out with
/// others in the background, in order, again and again until the service has answered for it. With a
/// file to wait in, that goes on after the application, or the machine, was stopped at any moment.
///
///     let client = try RecordingClient(address, .init(file: "/var/lib/app/redline.sqlite"))
///     try client.record(InteractionRecord(owner: "ana@example.com", ...))
///     await client.close(within: .seconds(10))
public final class RecordingClient: Sendable {
    /// How a client records.
    public struct Settings: Sendable {
        /// The file in which records wait; without one they wait in memory, and a stop loses them.
        public var file: String?
        /// The most bytes of records that may wait: 64 MiB.
        public var byteLimit = 64 << 20
        /// The most records of one request, 1 to 1000.
        public var batchRecords = 500
        /// The most bytes of one request, unless one record has more: 4 MiB.
        public var batchBytes = 4 << 20
        /// Takes each record that will not be sent any more; without one, the log names it.
        ///
        /// Nothing is sent until it is through. A record that was on the disk when the application was
        /// killed may come to it twice.
        public var onRefused: (@Sendable (RefusedRecord) async -> Void)?
        /// Where is told that nothing can be sent, and that it can again; never any content.
        public var logger = Logger(label: "redline.client")

        /// Makes settings.
        public init(
            file: String? = nil,
            onRefused: (@Sendable (RefusedRecord) async -> Void)? = nil
        ) {
            self.file = file
            self.onRefused = onRefused
        }
    }

    private let settings: Settings
    private let connection: ServiceConnection
    private let outbox: Outbox
    private let waiting: WaitingRecords
    private let newRecords: AsyncStream<Void>.Continuation
    private let keeping: Task<Void, Never>
    private let sending: Task<Void, Never>

    /// So long a close waits for the disk, after all that it waits for the service.
    private static let diskPatience = Duration.seconds(5)

    /// Makes a client and begins to send what an earlier run has left in its file.
    ///
    /// - Throws: `OutboxError` where the file cannot be used, or another client uses it.
    public init(_ address: ServiceAddress, _ settings: Settings = Settings()) throws(OutboxError) {
        var settings = settings
        settings.batchRecords = min(max(settings.batchRecords, 1), 1_000)
        let outbox = try Outbox(path: settings.file)
        let waiting = WaitingRecords(found: try outbox.size(), byteLimit: settings.byteLimit)
        let connection = ServiceConnection(address)
        let sender = RecordSender(
            connection: connection,
            outbox: outbox,
            waiting: waiting,
            settings: settings
        )
        let (accepted, newRecords) = AsyncStream.makeStream(
            of: Void.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        let (kept, newlyKept) = AsyncStream.makeStream(
            of: Void.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        newlyKept.yield()
        keeping = Task {
            for await _ in accepted {
                await Self.keep(waiting, in: outbox, settings.logger) { newlyKept.yield() }
            }
        }
        sending = Task {
            for await _ in kept {
                do { try await sender.sendAll() } catch { return }
            }
        }
        self.settings = settings
        self.connection = connection
        self.outbox = outbox
        self.waiting = waiting
        self.newRecords = newRecords
    }

    /// Puts on the disk what has come in, together.
    private static func keep(
        _ waiting: WaitingRecords,
        in outbox: Outbox,
        _ logger: Logger,
        then: () -> Void
    ) async {
        var hasFailed = false
        while !Task.isCancelled {
            let records = waiting.incoming
            guard !records.isEmpty else { return }
            do {
                try await outbox.append(records)
                waiting.noteKept(records.count)
                then()
            } catch {
                // A full disk gets room again; until then the records wait in memory.
                if !hasFailed { logger.error("\(error)") }
                hasFailed = true
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }

    /// Takes a record, and returns at once: neither disk nor network is waited for.
    ///
    /// What was taken is on the disk a few milliseconds later, where there is a file.
    ///
    /// - Returns: The id of the workflow or of the interaction.
    /// - Throws: `RecordingError` where it breaks a rule, too much waits, or the client is closed.
    @discardableResult
    public func record(_ record: some Recordable) throws(RecordingError) -> String {
        try take(record).id
    }

    /// Takes a record, and returns when it is on the disk: from then on nothing can lose it.
    ///
    /// - Returns: The id of the workflow or of the interaction.
    /// - Throws: `RecordingError` as `record`, and where the client is closed before.
    @discardableResult
    public func keep(_ record: some Recordable) async throws(RecordingError) -> String {
        let (id, number) = try take(record)
        guard await waiting.wait(for: .kept, number, within: nil) else { throw .notOnDisk }
        return id
    }

    private func take(
        _ record: some Recordable
    ) throws(RecordingError) -> (id: String, number: Int) {
        let accepted: AcceptedRecord
        do throws(RecordFaults) {
            let document: JSONDocument
            do throws(JSONParseError) {
                document = try JSONDocument(parsing: record.json)
            } catch {
                throw RecordFaults(error)
            }
            accepted = try AcceptedRecord(document)
        } catch {
            throw .invalid(error)
        }
        let number = try waiting.accept(accepted)
        newRecords.yield()
        return (accepted.id, number)
    }

    /// What became of the records so far.
    public var tally: RecordingTally { waiting.tally }

    /// Waits until the service has answered for all that was taken before.
    ///
    /// - Throws: `RecordingError.notSent` where that takes longer; it all waits on.
    public func flush(within limit: Duration) async throws(RecordingError) {
        guard await waiting.wait(for: .settled, waiting.accepted, within: limit) else {
            throw .notSent(waiting: waiting.tally.waiting, because: waiting.fault)
        }
    }

    /// Takes no more records, gives what waits so long to be sent, and ends.
    ///
    /// What is not sent by then waits in the file for the next start; without a file it is handed to
    /// `onRefused`.
    ///
    /// - Returns: What became of the records.
    @discardableResult
    public func close(within limit: Duration) async -> RecordingTally {
        guard waiting.close() else { return waiting.tally }
        _ = await waiting.wait(for: .settled, waiting.accepted, within: limit)
        _ = await waiting.wait(for: .kept, waiting.accepted, within: Self.diskPatience)
        newRecords.finish()
        sending.cancel()
        keeping.cancel()
        await sending.value
        await keeping.value
        waiting.endWaits()
        await handOver()
        outbox.close()
        await connection.shutdown()
        return waiting.tally
    }

    /// Hands over what nothing will keep.
    private func handOver() async {
        var lost = waiting.incoming
        if settings.file == nil {
            let left = try? await outbox.next(.max, bytes: .max)
            lost = (left ?? []).map(\.record) + lost
        }
        for record in lost { await settings.tell(of: record, .notSent) }
        let waits = waiting.tally.waiting - lost.count
        if waits > 0 {
            settings.logger.notice("\(waits) records wait for the next start")
        }
    }
}
