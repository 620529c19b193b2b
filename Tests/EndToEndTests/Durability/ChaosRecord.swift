/// A record that the load sends, and by what it is found again.
struct ChaosRecord: Sendable {
    /// Which record of the database it is.
    enum Key: Hashable, Sendable {
        case interaction(String)
        case stage(workflow: String, stage: Int, revision: Int)
    }

    let key: Key
    /// The route for it alone.
    let path: String
    /// The record as it is sent, without line breaks.
    let body: String

    /// What of it the database shows: the message of an interaction, a stage as it was sent.
    var content: String {
        get throws {
            guard case .interaction = key else { return body }
            return try JSON(parsing: body)["user_message"].string ?? ""
        }
    }

    /// An interaction; its message names it.
    static func interaction(_ id: String, owner: String, size: Int) throws -> ChaosRecord {
        let filler = String(repeating: "word ", count: size / 5)
        let record = Sample.interaction("message \(id) \(filler)", user: owner, id: id)
        return ChaosRecord(
            key: .interaction(id),
            path: "/api/v1/interactions",
            body: try record.text
        )
    }

    /// A workflow: stage 1, and passes of stage 2 over it, in order.
    ///
    /// With `asLines`, each says of itself what the path would say.
    static func workflow(
        _ id: String,
        owner: String,
        passes: Int,
        asLines: Bool
    ) throws -> [ChaosRecord] {
        var first = Sample.summary(owner: owner, document: "document \(id)")
        first["export_workflow_id"] = .string(id)
        if asLines { first["stage"] = "initial_ai_summary" }
        var records = [
            ChaosRecord(
                key: .stage(workflow: id, stage: 1, revision: 1),
                path: "/api/v1/exports",
                body: try first.text
            )
        ]
        for revision in 1...passes {
            var data = Sample.modified
            data["pass"] = .string("\(id) \(revision)")
            var next = Sample.modifications(Sample.original, data)
            next["revision"] = .number(Double(revision))
            if asLines {
                next["stage"] = "user_modifications"
                next["export_workflow_id"] = .string(id)
                next["owner_email"] = .string(owner)
            }
            records.append(
                ChaosRecord(
                    key: .stage(workflow: id, stage: 2, revision: revision),
                    path: "/api/v1/exports/\(id)/modifications",
                    body: try next.text
                )
            )
        }
        return records
    }
}
