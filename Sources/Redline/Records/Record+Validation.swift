extension Record {
    /// Takes a parsed text as a record.
    ///
    /// - Throws: `RecordFaults` with every rule that the record breaks.
    public init(
        _ document: JSONDocument,
        context: RecordContext = RecordContext()
    ) throws(RecordFaults) {
        let root = document.root
        guard root.kind == .object else {
            throw RecordFaults([RecordFault("", "a record must be a JSON object")])
        }
        var reader = MemberReader(root)
        switch try Self.kind(of: root, context) {
        case .interaction:
            let interaction = reader.interaction(document, context)
            guard let interaction, reader.faults.isEmpty else {
                throw RecordFaults(reader.faults)
            }
            self = .interaction(interaction)
        case .stage(let stage):
            let record = reader.stageRecord(stage, document, context)
            guard let record, reader.faults.isEmpty else { throw RecordFaults(reader.faults) }
            self = .stage(record)
        }
    }

    private enum Kind {
        case interaction
        case stage(ExportStage)
    }

    private static func kind(
        of root: JSONView,
        _ context: RecordContext
    ) throws(RecordFaults) -> Kind {
        let names = ExportStage.allCases.map(\.name).joined(separator: ", ")
        let named = root["stage"]
        if context.isInteraction { return .interaction }
        if let named, named.kind != .null {
            guard let stage = named.string.flatMap({ ExportStage(name: $0) }) else {
                throw RecordFaults([RecordFault("/stage", "must be one of \(names)")])
            }
            if let expected = context.stage, expected != stage {
                throw RecordFaults([RecordFault("/stage", "must be \(expected.name) here")])
            }
            return .stage(stage)
        }
        if let stage = context.stage { return .stage(stage) }
        if root["user_message"] != nil || root["assistant_response"] != nil {
            return .interaction
        }
        throw RecordFaults([
            RecordFault(
                "/stage",
                "is required: one of \(names); or user_message and assistant_response for an "
                    + "interaction"
            )
        ])
    }
}

extension MemberReader {
    /// The owner: what the record says, which must be what its sender says where both speak.
    mutating func owner(_ name: String, _ context: RecordContext) -> Owner? {
        guard let text = string(name) else { return context.owner }
        guard let owner = Owner(text) else {
            fault(name, "must be \(Owner.rule)")
            return nil
        }
        if let speaker = context.owner, speaker != owner, !context.isOwnerFallback {
            fault(name, "is another owner than the one that the request speaks for")
        }
        return owner
    }
}
