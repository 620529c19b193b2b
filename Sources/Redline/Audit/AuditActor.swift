/// Who acts, as the audit trail names them: never by a name that could be an owner's.
public struct AuditActor: Sendable, Equatable {
    /// `key:` and a key's id, `person:` and the id of somebody who signed in with an account elsewhere,
    /// `user:` and a name of the operating system, or `header`.
    public let name: String
    /// The role of the key or of the person, or `command`.
    public let role: String
    /// The address that the request came from.
    public let source: String?

    /// The holder of a key.
    public static func key(_ id: String, role: KeyRole, source: String) -> AuditActor {
        AuditActor(name: "key:\(id)", role: role.rawValue, source: source)
    }

    /// Somebody who signed in to the pages with an account elsewhere.
    public static func person(_ id: String, role: KeyRole, source: String) -> AuditActor {
        AuditActor(name: "person:\(id)", role: role.rawValue, source: source)
    }

    /// Somebody on a trusted network who sent `X-User-Id` and no key.
    public static func header(source: String) -> AuditActor {
        AuditActor(name: "header", role: KeyRole.owner.rawValue, source: source)
    }

    /// The user of the operating system who runs a command.
    public static func user(_ name: String) -> AuditActor {
        AuditActor(name: "user:\(name)", role: "command", source: nil)
    }

    /// The service itself, where nobody asked.
    public static let service = AuditActor(name: "service", role: "service", source: nil)
}
