import ArgumentParser
import Redline

/// The command `redline`.
@main
struct RedlineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "redline",
        abstract: "Records what AI systems drafted and what people made of it, and reports on it.",
        discussion: """
            Without --database-url, REDLINE_DATABASE_URL or libpq's PGHOST, PGSERVICE or PGDATABASE, \
            redline keeps a PostgreSQL cluster of its own under REDLINE_HOME (~/.redline).

            Exit status: 0 done, 1 failed, 2 done in part, 64 wrong usage.
            """,
        version: redlineVersion,
        subcommands: [
            ServeCommand.self, MigrateCommand.self, IngestCommand.self, ImportCommand.self,
            ReportCommand.self, HistoryCommand.self, ShowCommand.self, CompareCommand.self,
            InteractionsCommand.self, CorrectionsCommand.self, KeysCommand.self, PeopleCommand.self,
            DatabaseCommand.self, SpoolCommand.self,
            MeasureCommand.self, RollUpCommand.self, OwnerCommand.self, RetentionCommand.self,
            AuditCommand.self, ExportCommand.self, RegenerateCommand.self, FilesCommand.self,
            DoctorCommand.self,
            DemoCommand.self,
        ]
    )

    static func main() async {
        MemoryPolicy.keepForReuse()
        await main(nil)
    }
}
