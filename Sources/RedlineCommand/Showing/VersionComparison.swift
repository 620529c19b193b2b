import Redline
import RedlineAnalytics
import RedlineRendering

/// Two versions of a workflow and what differs between them.
struct VersionComparison {
    let workflow: WorkflowDetail
    let old: WorkflowVersion
    let new: WorkflowVersion
    /// What differs in the data; nil where one of the versions has none.
    let data: Comparison?

    init(_ workflow: WorkflowDetail, from old: WorkflowVersion, to new: WorkflowVersion) {
        self.workflow = workflow
        self.old = old
        self.new = new
        data = old.data.flatMap { before in
            new.data.map { Comparison(original: before.root, modified: $0.root) }
        }
    }

    /// The two beside each other, as a person reads them in a terminal.
    func text(_ style: TextStyle) -> String {
        let columns = SideBySide(style)
        var text = Emphasis.strong("Workflow \(workflow.workflowID)", style) + "\n"
        text += "  document    \(DisplayText.escaped(workflow.documentID ?? "–"))\n"
        text += "  owner       \(DisplayText.escaped(workflow.owner))\n"
        text += "\n" + columns.headings(name(of: old), name(of: new))
        text += "\n" + Emphasis.strong("Data", style) + dataNote + "\n"
        for change in data?.changes ?? [] { text += show(change, columns) }
        text += "\n" + Emphasis.strong("Summary", style) + summaryNote + "\n"
        if !isSame {
            let words = TextDifference.words(old.summary ?? "", new.summary ?? "")
            text += columns.text(words, hasOld: old.summary != nil, hasNew: new.summary != nil)
        }
        return text
    }

    /// The same as JSON.
    var json: [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.name("export_workflow_id")
        json.string("\(workflow.workflowID)")
        json.name("document_id")
        if let id = workflow.documentID { json.string(id) } else { json.null() }
        json.name("owner_email")
        json.string(workflow.owner)
        for (name, version) in [("from", old), ("to", new)] {
            json.name(name)
            json.beginObject()
            json.name("revision")
            json.integer(version.revision)
            json.name("version")
            json.string(version.point.rawValue)
            json.name("summary")
            if let summary = version.summary { json.string(summary) } else { json.null() }
            json.endObject()
        }
        json.name("changes")
        if let data {
            json.beginArray()
            for change in data.changes { json.change(change) }
            json.endArray()
        } else {
            json.null()
        }
        json.endObject()
        return json.bytes
    }

    private var isSame: Bool {
        old.summary.map { ExactText($0) } == new.summary.map { ExactText($0) }
    }

    private func name(of version: WorkflowVersion) -> String {
        switch version.point {
        case .draft: "revision \(version.revision), as the AI had it"
        case .final: "revision \(version.revision), as it went out"
        }
    }

    private var dataNote: String {
        guard let data else { return "  not recorded of both" }
        guard !data.changes.isEmpty else { return "  the same" }
        let total = data.total
        return "  \(total.modified) modified, \(total.added) added, \(total.deleted) deleted, of "
            + "\(total.extracted)"
    }

    private var summaryNote: String {
        if old.summary == nil, new.summary == nil { return "  not recorded" }
        return isSame ? "  the same" : ""
    }

    private func show(_ change: Change, _ columns: SideBySide) -> String {
        let mark =
            switch change.changeType {
            case .modification: "~"
            case .addition: "+"
            case .deletion: "-"
            }
        let old = change.original.map(plain)
        let new = change.modified.map(plain)
        return "  \(mark) \(DisplayText.escaped(change.path))  (\(change.pattern.rawValue))\n"
            + columns.text(
                TextDifference.words(old ?? "", new ?? ""),
                hasOld: old != nil,
                hasNew: new != nil
            )
    }

    /// A value as text: a string without its quotation marks.
    private func plain(_ value: JSONView) -> String {
        guard let string = value.string else { return value.text }
        return string.isEmpty ? "\"\"" : string
    }
}

extension JSONWriter {
    fileprivate mutating func change(_ change: Change) {
        beginObject()
        name("field")
        string(change.field)
        name("original_path")
        string(change.originalPath)
        name("modified_path")
        string(change.modifiedPath)
        name("change_type")
        string(change.changeType.rawValue)
        name("original_value")
        raw(change.original?.text ?? "null")
        name("modified_value")
        raw(change.modified?.text ?? "null")
        name("pattern")
        string(change.pattern.rawValue)
        endObject()
    }
}
