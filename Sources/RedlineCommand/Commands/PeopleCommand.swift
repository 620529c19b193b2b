import ArgumentParser
import Redline
import RedlineRendering
import RedlineStorage

/// The command `redline people`.
struct PeopleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "people",
        abstract: "People who sign in with accounts elsewhere.",
        subcommands: [List.self, SignOut.self]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Everybody who has signed in, the latest first."
        )

        @OptionGroup var database: DatabaseOptions

        func run() async throws {
            let opened = try await database.open()
            try await opened.requireCurrentSchema()
            let people = try await People(opened.pool()).list(by: .operatingSystemUser)
            let table = TextTable(
                columns: [
                    .id("person", isKey: true), .text("role"), .text("owner"), .text("subject"),
                    .text("issuer"), .text("last signed in"), .text("sign-ins"),
                ],
                rows: people.map { person in
                    [
                        person.id, person.role.rawValue, person.owner?.name ?? "", person.subject,
                        person.issuer, person.signedInAt.toTheSecond, "\(person.signIns)",
                    ]
                }
            )
            try Terminal.write(table.text(Terminal.style))
        }
    }

    struct SignOut: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "signout",
            abstract: "End all sign-ins of a person.",
            discussion: """
                They can sign in again as long as whoever keeps their account lets them: take the \
                account or its group away there first.
                """
        )

        @OptionGroup var database: DatabaseOptions
        @Argument(help: "The person's id, as redline people list shows it.")
        var person: String

        func run() async throws {
            let opened = try await database.open()
            try await opened.requireCurrentSchema()
            let people = People(opened.pool())
            guard let ended = try await people.signOut(id: person, by: .operatingSystemUser) else {
                throw CommandError("there is no person \(person); see redline people list")
            }
            Messages.say("\(ended) sign-ins of \(person) have ended.")
        }
    }
}
