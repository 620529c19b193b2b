import Logging
import Redline
import RedlineAnalytics
import RedlineDeliverables
import RedlineStorage
import RedlineSummaries

/// The export workflow: the AI's summary, what a person makes of it, the file.
///
/// Everything that it does is recorded as the stages that other programs record, by the same door;
/// what it goes by is what is recorded, so that it goes on where it was interrupted, in whichever
/// process. There is one for each process: it keeps the connections to the AI and the threads that
/// render.
public final class ExportWorkflows: Sendable {
    let intake: RecordIntake
    let reader: RecordReader
    /// Where the files are kept.
    public let files: DeliverableStore
    let summariser: AISummariser
    /// Whether a model is given what owners corrected before.
    let learns: Bool
    let templates: DeliverableTemplates
    let threads = BlockingThreads(named: "rendering")
    /// Whoever reads a file again does not wait for those that are rendered.
    let readers = BlockingThreads(named: "reading")
    let logger: Logger
    let slots = ExportSlots()
    let turns = WorkflowTurns()

    /// Creates the workflow; ``shutdown()`` has to be called before it goes.
    public init(
        intake: RecordIntake,
        reader: RecordReader,
        files: DeliverableStore,
        settings: SummarySettings,
        templates: DeliverableTemplates = DeliverableTemplates(),
        logger: Logger
    ) {
        self.intake = intake
        self.reader = reader
        self.files = files
        self.templates = templates
        self.logger = logger
        learns = settings.learns && settings.endpoint != nil
        summariser = AISummariser(settings, logger: logger)
    }

    /// The names of the templates that there are.
    public var templateNames: [String] { templates.names }

    /// Finishes what is under way, and ends its threads and connections.
    public func shutdown() async {
        await slots.drain()
        await summariser.shutdown()
        threads.stop()
        readers.stop()
    }

    /// Records a stage.
    ///
    /// - Returns: Its receipt; nil where another record is stored as that stage.
    /// - Throws: `ExportRefusal.notRecorded`.
    func record(
        _ prepared: PreparedRecord
    ) async throws -> (receipt: RecordReceipt, isWaiting: Bool)? {
        switch try await intake.record(prepared) {
        case .recorded(let receipt), .duplicate(let receipt): return (receipt, false)
        case .spooled(let receipt): return (receipt, true)
        case .conflict: return nil
        case let outcome: throw ExportRefusal.notRecorded(outcome)
        }
    }
}
