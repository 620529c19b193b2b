import ArgumentParser
import Redline
import RedlinePostgres
import RedlineRendering
import RedlineStorage

/// The command `redline migrate`.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring the schema up to date, or say how far it is."
    )

    @OptionGroup var database: DatabaseOptions
    @Flag(help: "Only list the migrations and when they were applied.")
    var status = false

    func run() async throws {
        let opened = try await database.open()
        if status {
            try await list(opened)
            return
        }
        let applied = try await opened.migrate { Messages.say("applied \($0)") }
        if applied.isEmpty { Messages.say("The schema is up to date.") }
        try await opened.catchUpRollUps()
    }

    private func list(_ opened: OpenDatabase) async throws {
        let connection = try await Connection.connect(opened.options())
        let migrations = try await Migrator().status(on: connection)
        await connection.close()
        let table = TextTable(
            columns: [.text("migration", isKey: true), .text("applied at")],
            rows: migrations.map { [$0.name, $0.appliedAt ?? "to come"] }
        )
        try Terminal.write(table.text(Terminal.style))
    }
}
