import ArgumentParser
import Redline
import RedlineAnalytics
import RedlineRendering

/// The command `redline show`.
struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "One workflow with its stages and its differences."
    )

    @OptionGroup var database: DatabaseOptions
    @Argument(help: "The workflow's id.")
    var workflow: String
    @Option(help: "Whose workflow, where several owners use the same id.")
    var owner: Owner?

    func run() async throws {
        guard let id = WorkflowID(workflow) else {
            throw ValidationError("\(workflow) is no workflow id: a UUID is needed")
        }
        let detail = try await database.workflow(id, of: owner)
        try Terminal.write(WorkflowText(detail, Terminal.style).text)
    }
}
