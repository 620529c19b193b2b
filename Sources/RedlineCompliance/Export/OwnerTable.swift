/// A table of which an owner's export has two members: NDJSON and CSV.
struct OwnerTable: Sendable {
    /// The name of its statement, and of its members without their endings.
    let name: String
    /// The table in the database.
    let table: String
    /// What it holds, in plain language.
    let summary: String
    /// Whether the role compliance may read it; else it is read as whoever redline connects as.
    var isRecord = true
    /// Whether contents of it may lie in the folder of files; its last column has them.
    var hasFiles = false

    var statement: ComplianceStatement { ComplianceStatement(name) }

    /// The name of the one that tells who looked, which is not held on a person.
    static let audit = "audit"

    /// All of them, in the order of the archive.
    static let all = [
        OwnerTable(
            name: "workflows",
            table: "workflow",
            summary: "Each document that went through an export: when it began."
        ),
        OwnerTable(
            name: "stages",
            table: "export_stage",
            summary: "What was recorded of each export, step by step: what the AI extracted and "
                + "wrote, what the person changed, what was delivered, and what they thought of it. "
                + "The column record is the record as it was sent; the others repeat parts of it, or "
                + "measure it."
        ),
        OwnerTable(
            name: "corrections",
            table: "correction",
            summary: "Each value that the person changed, added or removed: what the AI had, and "
                + "what they made of it."
        ),
        OwnerTable(
            name: "documents",
            table: "document",
            summary: "The data that were extracted from documents and stored before their export, "
                + "each version in a line. The column record is what was sent; the others repeat "
                + "parts of it."
        ),
        OwnerTable(
            name: "deliverables",
            table: "deliverable_file",
            summary: "The files that exports ended with, each in a line. The column content is the "
                + "file itself, in base64.",
            hasFiles: true
        ),
        OwnerTable(
            name: "interactions",
            table: "interaction",
            summary: "Each question to an assistant and its answer."
        ),
        OwnerTable(
            name: "tool_calls",
            table: "tool_call",
            summary: "Each call of a tool that an assistant made to answer."
        ),
        OwnerTable(
            name: "threads",
            table: "thread",
            summary: "The conversations, with their last message."
        ),
        OwnerTable(
            name: "trace_parts",
            table: "trace_part",
            summary: "What programs told of conversations and what has not been put together yet: "
                + "parts of questions, answers and calls of tools."
        ),
        OwnerTable(
            name: "pending_measures",
            table: "pending_measure",
            summary: "Steps of exports that are recorded and whose changes are still to be counted."
        ),
        OwnerTable(
            name: "retention",
            table: "owner_retention",
            summary: "For how many days these records are kept, where that was agreed."
        ),
        OwnerTable(
            name: "keys",
            table: "api_key",
            summary: "The keys with which programs may read and write these records. The keys "
                + "themselves are not kept.",
            isRecord: false
        ),
        OwnerTable(
            name: "people",
            table: "person",
            summary: "The accounts with which this person signed in to the pages, as whoever keeps "
                + "the accounts knows them.",
            isRecord: false
        ),
        OwnerTable(
            name: "idempotency_keys",
            table: "idempotency_key",
            summary: "Words that programs sent along so that a repeated request is recorded once. "
                + "They are removed after two days.",
            isRecord: false
        ),
        OwnerTable(
            name: "audit",
            table: "audit_entry",
            summary: "Who looked at these records or changed what is held, since when that is "
                + "written down.",
            isRecord: false
        ),
    ]

    /// Tables that hold something of an owner and are not exported, and why.
    static let leftOut = [
        "dataset_record": "which of the records are in datasets that were exported",
        "erasure": "an erasure that is under way",
        "folder_file": "the names that the files of the exports have in their folder",
        "owner_hold": "legal holds, which are about a dispute and not the person's data",
        "interaction_key": "repeats the id and the times of each interaction",
        "sign_in": "in which browsers a trusted network named the person, for twelve hours at most",
        "rollup_counted": "which of the exports are in the figures over everybody",
        "rollup_editor": "how many reviews and edits there were a day, which its exports say",
        "rollup_editor_span": "the same, of several days together",
        "rollup_owner_day": "the figures of days with many records, which these say themselves",
        "rollup_pair_review": "which of the exports came to be reviewed of late, for a report",
        "rollup_request_message": "which of the interactions came of late, for a report",
        "rollup_owner":
            "the number under which the person is counted in the figures over everybody",
        "rollup_pending": "what is on its way into the figures over everybody, for a second or so",
        "rollup_thread_day": "on which days a conversation went on, which its interactions say",
    ]

    /// Columns of exported tables that are not exported, and why.
    static let columnsLeftOut = [
        "owner": "the same in every row: the person that the export is about",
        "digest": "a check sum, to know the same record when it comes again",
        "leaf_key": "check sums of values, for reports",
        "original_key": "a check sum of a value, for reports",
        "request_key": "a check sum of the question, for reports",
        "key_hash": "opens nothing, and could help whoever tries to guess the key",
        "last_message": "the last interaction's question, which is exported with that",
        "last_message_at": "when that was asked, which the conversation says as well",
        "entry_id": "the number of the entry",
        "whose": "stands for the person, without naming them",
        "query": "a check sum of what was asked",
        "detail": "the report or the key that it was about; may be about others, too",
    ]
}
