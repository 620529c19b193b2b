import ArgumentParser
import Foundation
import Redline
import RedlineDatasets
import RedlineRedaction
import RedlineStorage

/// The command `redline corrections export`.
struct CorrectionsExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Datasets of what people corrected, for training and evaluation.",
        discussion: """
            Writes a manifest and a dataset card beside the data, and registers which records are in \
            it. What was recorded after it began does not count; the same command on the same \
            records gives the same bytes.
            """
    )

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var corrections: CorrectionOptions
    @Option(help: "The first time that no longer counts.")
    var before: Timestamp?
    @Option(
        help: ArgumentHelp(
            "pairs, sft, dpo, kto, openai-sft, openai-dpo or evals.",
            valueName: "shape"
        )
    )
    var shape: DatasetShape
    @Option(
        name: .customLong("to"),
        help: ArgumentHelp("A folder, or a file .jsonl or .jsonl.gz.", valueName: "path")
    )
    var target: DatasetTarget
    @Option(
        help: ArgumentHelp(
            "documents, summaries, interactions, or several with commas.",
            valueName: "sources"
        )
    )
    var source: DatasetSources = DatasetSources(all: [.documents])
    @Option(help: ArgumentHelp("document or field.", valueName: "what"))
    var granularity = DatasetGranularity.document
    @Option(help: ArgumentHelp("A mustache template of the prompts.", valueName: "file"))
    var prompt: String?
    @Option(help: ArgumentHelp("Parts and shares, such as train=0.9,test=0.1.", valueName: "parts"))
    var split = DatasetSplit.whole
    @Option(help: "Another seed splits otherwise.")
    var seed: UInt64 = 0
    @Option(help: ArgumentHelp("The most examples of one owner.", valueName: "examples"))
    var maxPerOwner: Int?
    @Flag(help: "Leave out what was only written otherwise.")
    var dropFormatOnly = false
    @Flag(help: "Keep examples that say nearly the same as one before.")
    var keepNearDuplicates = false
    @Flag(help: "Learn from what was confirmed as it was, too; kto always does.")
    var includeUntouched = false
    @Flag(
        inversion: .prefixedNo,
        help: "Replace email addresses, phone, card and account numbers and IP addresses."
    )
    var redact = true
    @Flag(help: "Go on with an export that broke off.")
    var resume = false
    @Flag(help: "Replace what is there.")
    var force = false

    func validate() throws {
        guard !(resume && force) else {
            throw ValidationError("--resume and --force do not go together")
        }
        guard (maxPerOwner ?? 1) >= 1 else {
            throw ValidationError("--max-per-owner must be 1 or more")
        }
    }

    /// Every export passes here, and is on the audit trail before any of its content is read.
    func run() async throws {
        let plan = try plan()
        let opened = try await database.open()
        try await opened.requireCurrentSchema()
        let pool = opened.pool()
        let detail = ["shape": shape.rawValue, "redacted": "\(redact)"]
        try await AuditTrail(pool).record(
            plan.filter.act(.exportCorrections, as: .admin, detail: detail),
            by: .operatingSystemUser
        )
        let export = DatasetExport(plan, to: target, pool: pool, as: .admin)
        let started = ContinuousClock.now
        let counts: DatasetCounts
        do {
            counts = try await export.run(resume ? .resume : force ? .replace : .refuse) { counts in
                guard Terminal.showsProgress else { return }
                let seconds = max((ContinuousClock.now - started) / .seconds(1), 0.001)
                let rate = Int(Double(counts.read) / seconds)
                Messages.replaceLine("\(counts.read) read, \(counts.total) lines, \(rate) a second")
            }
        } catch let error as DatasetExportError {
            throw CommandError("\(error)")
        } catch let error as DatasetFileError {
            throw CommandError("\(error)")
        }
        if Terminal.showsProgress { Messages.replaceLine("") }
        let left = counts.dropped.values.reduce(0, +)
        for part in split.parts where counts.total > 0 && counts.lines[part.name] == nil {
            Messages.say(
                "The part \(part.name) is empty: owners who share documents or threads are on one "
                    + "side. Another --seed may deal them out otherwise."
            )
        }
        Messages.say("\(counts.total) lines of \(counts.examples) examples, \(left) left out")
    }

    private func plan() throws -> DatasetPlan {
        var plan = DatasetPlan(shape, templates: try templates())
        plan.sources = source.all
        plan.granularity = granularity
        plan.filter = corrections.filter(to: before)
        plan.split = split
        plan.split.seed = seed
        plan.maxPerOwner = maxPerOwner
        plan.dropsFormatOnly = dropFormatOnly
        plan.keepsNearDuplicates = keepNearDuplicates
        plan.includesUntouched = includeUntouched
        if !redact { plan.redaction = [] }
        return plan
    }

    private func templates() throws -> PromptTemplates {
        guard let prompt else { return try .standard() }
        guard let data = FileManager.default.contents(atPath: prompt),
            let text = String(validating: data, as: UTF8.self)
        else { throw ValidationError("--prompt \(prompt) cannot be read as text") }
        do {
            return PromptTemplates(try PromptTemplate(text))
        } catch {
            throw ValidationError("--prompt \(prompt): \(error)")
        }
    }
}

/// Several sources, with commas.
struct DatasetSources: ExpressibleByArgument {
    let all: Set<DatasetSource>

    init(all: Set<DatasetSource>) {
        self.all = all
    }

    init?(argument: String) {
        let words = argument.split(separator: ",", omittingEmptySubsequences: false)
        let sources = words.compactMap { DatasetSource(rawValue: String($0)) }
        guard sources.count == words.count else { return nil }
        all = Set(sources)
    }

    var defaultValueDescription: String { all.map(\.rawValue).sorted().joined(separator: ",") }
}

extension DatasetShape: ExpressibleByArgument {}
extension DatasetGranularity: ExpressibleByArgument {}

extension DatasetTarget: ExpressibleByArgument {
    /// Takes a path from the command line.
    public init?(argument: String) {
        self.init(argument)
    }
}

extension DatasetSplit: ExpressibleByArgument {
    /// Takes parts and shares from the command line.
    public init?(argument: String) {
        self.init(argument)
    }

    /// Everything in one part.
    public var defaultValueDescription: String { "train=1" }
}
