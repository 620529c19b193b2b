import ArgumentParser
import Redline
import RedlineAnalytics
import RedlineExport

/// The command `redline regenerate`.
struct RegenerateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "regenerate",
        abstract: "Make the file of an export anew, as one more revision.",
        discussion: """
            From the data that the revision before ended with, in another format or template, or \
            with other instructions; what is not named is as it was.
            """
    )

    @OptionGroup var database: DatabaseOptions
    @Argument(help: "The workflow's id.")
    var workflow: String
    @Option(help: "Whose workflow it is.")
    var owner: Owner
    @Option(help: "The revision to follow; the latest without it.")
    var revision: Int?
    @OptionGroup var file: FileOptions
    @OptionGroup var exporting: ExportOptions
    @OptionGroup var redacting: RedactionOptions
    @OptionGroup var spooling: SpoolOptions

    func run() async throws {
        guard let id = WorkflowID(workflow) else {
            throw ValidationError("\(workflow) is no workflow id: a UUID is needed")
        }
        let finished = try await ExportPlace.run(
            for: owner,
            on: database,
            spooling: spooling,
            redacting: redacting,
            exporting: exporting
        ) { desk in
            let detail = try await desk.detail(of: id)
            let last = detail.stages.last { $0.stage == .finalSummaryAndDeliverable }
            let wishes = last.flatMap { try? JSONDocument(parsing: $0.record) }?
                .root["user_preferences"]
            var json = JSONWriter()
            json.beginObject()
            // A revision that is named is followed; so that the same again is made anew.
            if let followed = revision ?? last?.revision {
                json.name("revision")
                json.integer(followed)
            }
            json.name("user_preferences")
            json.preferences(
                format: file.formatName ?? wishes?["export_format"]?.string ?? "pdf",
                template: file.template ?? wishes?["document_template"]?.string,
                instructions: file.instructions
                    ?? wishes?["transformation_instructions"]?.string
            )
            json.endObject()
            return try await desk.regenerate(json.bytes, of: id)
        }
        try file.put(finished)
    }
}
