import Redline

/// Where in a record there is content, and what of it is left as it is: names and ids by which
/// records are found and counted, and times.
///
/// Whatever is not named here is content, also members that redline does not know.
struct RedactedPlaces {
    /// Members whose scalars stay.
    private let kept: MemberNames
    /// Members that are lists of names, whose scalars stay.
    private let keptLists: MemberNames
    /// Members in which any number may be personal data, because their shape is the client's own.
    private let data: MemberNames
    /// Members with places of their own; of an array, those of its elements.
    private let below: [(name: String, places: RedactedPlaces)]

    private init(
        kept: MemberNames = [],
        keptLists: MemberNames = [],
        data: MemberNames = [],
        below: [(name: String, places: RedactedPlaces)] = []
    ) {
        self.kept = kept
        self.keptLists = keptLists
        self.data = data
        self.below = below
    }

    /// The places of an export stage.
    static let stage = RedactedPlaces(
        kept: [
            "stage", "export_workflow_id", "owner_email", "revision", "timestamp", "document_id",
            "request_digest",
        ],
        keptLists: ["reviewed_fields"],
        data: ["initial_extracted_data", "original_data", "modified_data"],
        below: [
            ("source", RedactedPlaces(kept: ["document_type", "extraction_method"])),
            ("initial_summary_metadata", RedactedPlaces(kept: ["ai_model"])),
            ("final_summary_metadata", RedactedPlaces(kept: ["ai_model"])),
            (
                "user_preferences",
                RedactedPlaces(
                    kept: ["export_format", "document_template"],
                    keptLists: ["priority_fields"]
                )
            ),
            (
                "changes",
                RedactedPlaces(
                    kept: [
                        "field", "path", "original_path", "modified_path", "change_type", "pattern",
                    ],
                    data: ["original_value", "modified_value"]
                )
            ),
            ("deliverable", RedactedPlaces(kept: ["file_format", "mime_type", "content_hash"])),
        ]
    )

    /// The places of a summary that is on its way into a stage.
    static let summary = RedactedPlaces(
        below: [("final_summary_metadata", RedactedPlaces(kept: ["ai_model"]))]
    )

    /// The places of an interaction.
    static let interaction = RedactedPlaces(
        kept: ["user_id", "interaction_id", "thread_id", "timestamp"],
        below: [
            ("tool_calls", RedactedPlaces(kept: ["tool_name"], data: ["arguments", "result"])),
            ("metadata", RedactedPlaces(kept: ["model", "assistant_id"])),
        ]
    )

    /// The places of a document.
    static let document = RedactedPlaces(
        kept: ["owner_email", "document_id"],
        data: ["extracted_data"],
        below: [("source", RedactedPlaces(kept: ["document_type", "extraction_method"]))]
    )

    /// The places of a part of a trace that waits for the others.
    static let tracePart = RedactedPlaces(
        kept: [
            "id", "kind", "span_id", "parent_id", "start", "end", "thread_id", "model",
            "response_id", "finish_reason",
        ],
        below: [
            ("input", message), ("output", message),
            ("tool", RedactedPlaces(kept: ["name", "call_id"], data: ["arguments", "result"])),
        ]
    )

    private static let message = RedactedPlaces(
        kept: ["role"],
        below: [
            ("calls", RedactedPlaces(kept: ["id", "name"], data: ["arguments"])),
            ("results", RedactedPlaces(kept: ["id"], data: ["result"])),
        ]
    )

    /// Visits each scalar of a value that is content, in the order of the text, with whether it is
    /// within data of the client's own shape.
    func forEachContent(of value: JSONView, _ visit: (JSONView, _ isData: Bool) -> Void) {
        switch value.kind {
        case .object:
            value.forEachSentMember { member in
                // A member that a later one replaces is read by nobody: nothing of it is needed.
                if !member.isReplaced, isKept(member) { return }
                if let places = below.first(where: { member.isNamed($0.name) })?.places {
                    places.forEachContent(of: member.value, visit)
                    return
                }
                let isData = member.isNamed(oneOf: data)
                member.value.forEachScalar { visit($0, isData) }
            }
        case .array:
            for element in value.elements { forEachContent(of: element, visit) }
        default:
            visit(value, false)
        }
    }

    private func isKept(_ member: JSONMember) -> Bool {
        switch member.value.kind {
        case .object: false
        case .array:
            member.isNamed(oneOf: keptLists) && member.value.elements.allSatisfy { $0.isLeaf }
        default: member.isNamed(oneOf: kept)
        }
    }
}
