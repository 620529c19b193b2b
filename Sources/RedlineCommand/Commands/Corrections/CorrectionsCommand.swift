import ArgumentParser
import Redline
import RedlineDatasets

/// The command `redline corrections`.
struct CorrectionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "corrections",
        abstract: "What people corrected, with its context.",
        subcommands: [CorrectionsListCommand.self, CorrectionsExportCommand.self]
    )
}

/// Which corrections a command is about.
struct CorrectionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Field names; * stands for any part of a name, ** for any levels.",
            valueName: "pointer"
        )
    )
    var field: FieldGlob?
    @Option(help: "The class of the correction, such as typo.")
    var pattern: PatternClass?
    @Option(help: "modification, addition or deletion.")
    var changeType: ChangeType?
    @Option(help: "The model that was corrected.")
    var model: String?
    @Option(help: "The document's type.")
    var documentType: String?
    @Option(help: "How the document's data were extracted.")
    var extractionMethod: String?
    @Option(help: "The template of the export.")
    var template: String?
    @Option(help: "One owner; everybody without it.")
    var owner: Owner?
    @Option(help: "The first time that counts, of a workflow's start.")
    var from: Timestamp?
    @Option(help: ArgumentHelp("Only patterns that so many owners made.", valueName: "owners"))
    var minPatternOwners = 1

    func validate() throws {
        guard (1...1_000_000).contains(minPatternOwners) else {
            throw ValidationError("--min-pattern-owners must be from 1 to 1000000")
        }
    }

    /// What is asked for, up to a time.
    func filter(to end: Timestamp?) -> CorrectionFilter {
        var filter = CorrectionFilter()
        filter.field = field
        filter.pattern = pattern
        filter.changeType = changeType
        filter.model = model
        filter.documentType = documentType
        filter.extractionMethod = extractionMethod
        filter.template = template
        filter.owner = owner
        filter.from = from
        filter.to = end
        filter.minPatternOwners = minPatternOwners
        return filter
    }
}

extension FieldGlob: ExpressibleByArgument {
    /// Takes field names from the command line.
    public init?(argument: String) {
        self.init(argument)
    }
}

extension PatternClass: ExpressibleByArgument {}
extension ChangeType: ExpressibleByArgument {}
