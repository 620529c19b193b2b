import Redline
import RedlineDigest

/// Which member of a record each column of a table becomes.
struct CSVMapping {
    /// The members, by their paths such as `metadata.model`, in the order of the columns.
    private let members: [(column: String, path: [String])]

    /// What the columns of such tables are usually called, without capitals and signs.
    private static let names: [(member: String, columns: Set<String>)] = [
        ("interaction_id", ["interactionid", "id", "messageid", "requestid", "traceid"]),
        ("timestamp", ["timestamp", "time", "date", "datetime", "created", "createdat"]),
        (
            "user_id",
            [
                "userid", "user", "owner", "email", "useremail", "owneremail", "customer",
                "customerid",
            ]
        ),
        (
            "thread_id",
            ["threadid", "thread", "sessionid", "session", "conversationid", "conversation"]
        ),
        (
            "user_message",
            ["usermessage", "message", "question", "prompt", "query", "input", "request"]
        ),
        (
            "assistant_response",
            [
                "assistantresponse", "response", "answer", "completion", "output", "reply",
                "assistant",
            ]
        ),
        ("tool_calls", ["toolcalls"]),
        ("metadata", ["metadata"]),
        ("metadata.model", ["model", "modelname", "aimodel"]),
        ("metadata.tokens_used", ["tokensused", "tokens", "totaltokens"]),
        ("metadata.latency_ms", ["latencyms", "durationms", "responsetimems"]),
        ("metadata.source", ["source", "channel"]),
    ]

    /// Members that are texts, whatever they look like.
    private static let texts: Set<String> = [
        "interaction_id", "user_id", "owner_email", "thread_id", "user_message",
        "assistant_response", "metadata.model", "metadata.source", "document_id", "stage",
        "export_workflow_id", "feedback_text", "filename",
    ]

    init(_ columns: [String], told: [(column: String, member: String)], owner: String?) {
        var told = told
        if let owner { told.append((owner, "user_id")) }
        var taken = Set(told.map(\.member))
        // A table of stages says so itself, and its columns are named by hand.
        let isOfStages = taken.contains("stage") || columns.contains("stage")
        var members: [(column: String, path: [String])] = []
        for column in columns {
            let mine = told.filter { $0.column == column }.map(\.member)
            if !mine.isEmpty {
                // An empty one leaves the column out.
                for member in mine where !member.isEmpty {
                    members.append((column, member.split(separator: ".").map(String.init)))
                }
                continue
            }
            let member = isOfStages ? column : Self.guess(column, taken)
            taken.insert(member)
            members.append((column, member.split(separator: ".").map(String.init)))
        }
        self.members = members
    }

    private static func guess(_ column: String, _ taken: Set<String>) -> String {
        let plain = column.lowercased().filter { $0.isLetter || $0.isNumber }
        let known = names.first { $0.columns.contains(plain) && !taken.contains($0.member) }
        // What is not known is kept, too.
        return known?.member ?? "metadata.\(column.replacing(".", with: "_"))"
    }

    /// Which column became what.
    var notes: [String] {
        members.map { "\($0.column) → \($0.path.joined(separator: "."))" }
    }

    /// The record of a row.
    ///
    /// One without an id gets it of its content, so that the same row is the same record the next
    /// time. `seen` counts rows that are alike.
    func record(of row: SourceRow, _ seen: inout [String: Int]) -> [UInt8] {
        var tree = MemberTree()
        for (column, path) in members {
            guard let text = row.value[column]?.string else { continue }
            tree.set(path, Self.value(text, path.joined(separator: ".")))
        }
        if tree["stage"] == nil, tree["interaction_id"] == nil {
            let digits = SHA256Digest.hexadecimal(Array(SHA256Digest.of(row.text).prefix(12)))
            let count = seen[digits, default: 0] + 1
            seen[digits] = count
            tree.set(
                ["interaction_id"],
                Self.value("csv-\(digits)" + (count > 1 ? "-\(count)" : ""), "interaction_id")
            )
        }
        if tree["stage"] == nil, tree["assistant_response"] == nil {
            tree.set(["assistant_response"], "\"\"")
        }
        return Array(tree.json.utf8)
    }

    /// A text as JSON: numbers, truth values, objects and arrays where the member may be one.
    private static func value(_ text: String, _ member: String) -> String {
        var json = JSONWriter()
        if member == "timestamp" {
            var quoted = JSONWriter()
            quoted.string(text)
            let view = try? JSONDocument(parsing: quoted.text).root
            json.string(view?.time.map { "\($0)" } ?? text)
            return json.text
        }
        if !texts.contains(member), let root = try? JSONDocument(parsing: text).root,
            root.kind != .string, root.kind != .null
        {
            return root.text
        }
        json.string(text)
        return json.text
    }
}

/// Members at paths, in the order in which they were set.
private struct MemberTree {
    fileprivate enum Node {
        case value(String)
        case object(MemberTree)
    }

    private var members: [(name: String, node: Node)] = []

    /// The JSON of a member; nil where there is none.
    subscript(name: String) -> String? {
        members.first { $0.name == name }.map { $0.node.json }
    }

    mutating func set(_ path: [String], _ json: String) {
        guard let name = path.first else { return }
        let rest = Array(path.dropFirst())
        let place = members.firstIndex { $0.name == name }
        guard !rest.isEmpty else {
            if place == nil { members.append((name, .value(json))) }
            return
        }
        var inner = MemberTree()
        if let place {
            inner = members[place].node.tree
            members[place].node = .object(inner)
        }
        inner.set(rest, json)
        if let place {
            members[place].node = .object(inner)
        } else {
            members.append((name, .object(inner)))
        }
    }

    var json: String {
        var writer = JSONWriter()
        writer.beginObject()
        for (name, node) in members {
            writer.name(name)
            writer.raw(node.json)
        }
        writer.endObject()
        return writer.text
    }
}

extension MemberTree.Node {
    fileprivate var json: String {
        switch self {
        case .value(let json): json
        case .object(let tree): tree.json
        }
    }

    /// The members below it; those of an object that came as one, too.
    fileprivate var tree: MemberTree {
        switch self {
        case .object(let tree): return tree
        case .value(let json):
            var tree = MemberTree()
            let root = try? JSONDocument(parsing: json).root
            for (name, value) in root?.members ?? [] { tree.set([name], value.text) }
            return tree
        }
    }
}
