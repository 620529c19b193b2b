import Foundation
import TestSupport

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// `/openapi.json`, as the running service gives it.
struct ServiceDescription: Decodable, Sendable {
    struct Operation: Decodable, Sendable {
        struct Parameter: Decodable, Sendable {
            let name: String?
        }

        enum CodingKeys: String, CodingKey {
            case summary
            case roles = "x-roles"
            case parameters
        }

        let summary: String
        let roles: [String]?
        let parameters: [Parameter]?
    }

    struct Components: Decodable, Sendable {
        let schemas: [String: Schema]
    }

    struct Schema: Decodable, Sendable {
        let properties: [String: Schema]?
        let items: [Schema]?
        let required: [String]?

        enum CodingKeys: String, CodingKey {
            case properties
            case items
            case required
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            properties = try container.decodeIfPresent([String: Schema].self, forKey: .properties)
            // A schema cannot hold itself but in an array.
            items = try container.decodeIfPresent(Schema.self, forKey: .items).map { [$0] }
            required = try container.decodeIfPresent([String].self, forKey: .required)
        }

        /// The members that it names, at any depth.
        var members: Set<String> {
            var names: Set<String> = []
            for (name, schema) in properties ?? [:] {
                names.insert(name)
                names.formUnion(schema.members)
            }
            for schema in items ?? [] { names.formUnion(schema.members) }
            return names
        }

        /// The members that have to be there, at any depth.
        var requiredMembers: Set<String> {
            var names = Set(required ?? [])
            for schema in properties?.values.map(\.self) ?? [] {
                names.formUnion(schema.requiredMembers)
            }
            for schema in items ?? [] { names.formUnion(schema.requiredMembers) }
            return names
        }
    }

    let paths: [String: [String: Operation]]
    let components: Components

    private static let fetched = Task.detached { try await fetch() }

    /// The description; the service is started once for all tests.
    static var current: ServiceDescription {
        get async throws { try await fetched.value }
    }

    private static func fetch() async throws -> ServiceDescription {
        let cluster = try await TestCluster.shared
        return try await cluster.withDatabase { name in
            let database = cluster.connectionString(database: name)
            let migrated = try await Program.run(["migrate"], database: database)
            guard migrated.status == 0 else { throw ServiceDidNotStart() }
            let messages = try ClosedPipe()
            defer { messages.close() }
            let service = try Program.start(
                ["serve", "--listen", "127.0.0.1:0"],
                database: database,
                messages: messages.writing.fileDescriptor
            )
            defer { service.signal(SIGTERM) }
            try messages.writing.close()
            let address = try await address(in: messages.reading)
            let (data, _) = try await URLSession.shared.data(from: address)
            return try JSONDecoder().decode(ServiceDescription.self, from: data)
        }
    }

    /// The address of the description, once the service says where it listens.
    private static func address(in messages: FileHandle) async throws -> URL {
        try await Program.offTheSharedThreads {
            var said = ""
            while true {
                let piece = messages.availableData
                guard !piece.isEmpty else { throw ServiceDidNotStart() }
                said += String(decoding: piece, as: UTF8.self)
                if let match = said.firstMatch(of: /listens on (http:\S+)\n/),
                    let url = URL(string: "\(match.1)/openapi.json")
                {
                    return url
                }
            }
        }
    }
}

/// The service ended before it listened.
struct ServiceDidNotStart: Error {}
