import Redline
import RedlineRedaction

/// Makes examples of a workflow's documents and summaries.
struct WorkflowExamples: Sendable {
    let sources: Set<DatasetSource>
    let granularity: DatasetGranularity
    let filter: CorrectionFilter
    let support: Set<String>
    let templates: PromptTemplates

    /// The classes of which only the way of writing was changed.
    static let formatClasses: Set<PatternClass> = [
        .case, .whitespace, .punctuation, .numberFormat, .dateFormat,
    ]

    /// The examples; what nobody reviewed gives none.
    func examples(of workflow: RecordedWorkflow, _ redactor: inout Redactor) -> [Example] {
        guard let revision = workflow.firstRevision, isAsked(workflow, revision) else { return [] }
        var examples: [Example] = []
        if sources.contains(.documents) {
            // Later revisions start from data that a person has corrected already.
            examples += documents(workflow, revision, &redactor)
        }
        if sources.contains(.summaries) { examples += summaries(workflow, &redactor) }
        return examples
    }

    private func isAsked(_ workflow: RecordedWorkflow, _ revision: Int) -> Bool {
        let first = workflow.stages.first { $0.stage == 1 }
        let second = workflow.stage(2, of: revision)
        return Self.fits(filter.documentType, first?.documentType)
            && Self.fits(filter.model, first?.model)
            && Self.fits(filter.extractionMethod, first?.extractionMethod)
            && Self.fits(filter.template, second?.template)
    }

    private static func fits(_ wanted: String?, _ value: String?) -> Bool {
        guard let wanted else { return true }
        return value.map { ExactText($0) == ExactText(wanted) } ?? false
    }

    // MARK: - Documents

    private func documents(
        _ workflow: RecordedWorkflow,
        _ revision: Int,
        _ redactor: inout Redactor
    ) -> [Example] {
        let first = workflow.stage(1, of: revision)
        let second = workflow.stage(2, of: revision)
        // Modifications whose corrections have not been found yet are no review yet.
        if let second, !second.isMeasured { return [] }
        guard second != nil || workflow.stage(3, of: revision) != nil,
            let original = second?.record.root["original_data"]
                ?? first?.record.root["initial_extracted_data"]
        else { return [] }
        let modified = second?.record.root["modified_data"] ?? original
        let changes = second?.changes ?? []
        let asked = changes.filter { isAsked($0) }
        guard changes.isEmpty ? !asksForChanges : !asked.isEmpty else { return [] }
        var values = values(first, second, &redactor)
        if granularity == .field {
            return fields(workflow, revision, original, modified, asked, values, &redactor)
        }
        // A whole document shows all of its corrections: each has to have its support.
        guard changes.allSatisfy({ isSupported($0) }) else { return [] }
        let given = text(redactor.redact(original))
        values.set("data", given)
        let prompt = [ChatMessage(role: .user, content: templates.document.render(values.values))]
        let origin = origin(.documents, workflow, revision)
        guard !changes.isEmpty else {
            var example = Example(origin, prompt: prompt, chosen: answer(given), rejected: nil)
            example.isUntouched = true
            return [example]
        }
        var example = Example(
            origin,
            prompt: prompt,
            chosen: answer(text(redactor.redact(modified))),
            rejected: answer(given)
        )
        example.isFormatOnly = changes.allSatisfy { Self.formatClasses.contains($0.pattern) }
        return [example]
    }

    private var asksForChanges: Bool {
        filter.field != nil || filter.pattern != nil || filter.changeType != nil
    }

    private func isAsked(_ change: RecordedWorkflow.Change) -> Bool {
        (filter.field?.matches(change.field) ?? true)
            && (filter.pattern.map { $0 == change.pattern } ?? true)
            && (filter.changeType.map { $0 == change.changeType } ?? true)
    }

    private func isSupported(_ change: RecordedWorkflow.Change) -> Bool {
        filter.minPatternOwners <= 1
            || support.contains(
                PatternSupport.name(
                    change.field,
                    change.changeType.rawValue,
                    change.pattern.rawValue
                )
            )
    }

    // MARK: - Fields

    private func fields(
        _ workflow: RecordedWorkflow,
        _ revision: Int,
        _ original: JSONView,
        _ modified: JSONView,
        _ changes: [RecordedWorkflow.Change],
        _ values: PromptValues,
        _ redactor: inout Redactor
    ) -> [Example] {
        var examples: [Example] = []
        for change in changes where isSupported(change) {
            var values = values
            let document = change.changeType == .addition ? modified : original
            values.set("field", redactor.redact(change.field))
            values.set("path", redactor.redact(change.path))
            values.set("context", context(of: change.path, in: document, &redactor))
            var origin = origin(.documents, workflow, revision)
            origin.field = change.path
            var example = Example(
                origin,
                prompt: [ChatMessage(role: .user, content: templates.field.render(values.values))],
                chosen: change.changeType == .deletion
                    ? nil : answer(value(change.modified, &redactor)),
                rejected: change.changeType == .addition
                    ? nil : answer(value(change.original, &redactor))
            )
            example.isFormatOnly = Self.formatClasses.contains(change.pattern)
            examples.append(example)
        }
        return examples
    }

    /// What stands beside a field: the object or array that holds it, without it.
    private func context(
        of path: String,
        in document: JSONView,
        _ redactor: inout Redactor
    ) -> String? {
        let steps = JSONPointer.steps(path)
        guard let name = steps.last, let holder = document.value(at: steps.dropLast()) else {
            return nil
        }
        var json = JSONWriter()
        if holder.kind == .array {
            json.beginArray()
            for (place, element) in holder.elements.enumerated() where "\(place)" != name {
                json.raw(redactor.redact(element))
            }
            json.endArray()
        } else {
            json.beginObject()
            for (member, value) in holder.members where member != name {
                json.name(redactor.redact(member))
                json.raw(redactor.redact(value))
            }
            json.endObject()
        }
        return json.text
    }

    /// A value as an answer: a string's own text, and JSON for everything else.
    private func value(_ value: JSONView, _ redactor: inout Redactor) -> String {
        if let string = value.string { return redactor.redact(string) }
        return text(redactor.redact(value))
    }

    // MARK: - Summaries

    private func summaries(
        _ workflow: RecordedWorkflow,
        _ redactor: inout Redactor
    ) -> [Example] {
        guard !asksForChanges else { return [] }
        var examples: [Example] = []
        for first in workflow.stages where first.stage == 1 {
            guard let third = workflow.stage(3, of: first.revision) else { continue }
            let given = Self.summary(first.record.root["ai_initial_summary"])
            let shipped = Self.summary(third.record.root["ai_final_summary"])
            guard !given.isEmpty, !shipped.isEmpty else { continue }
            let second = workflow.stage(2, of: first.revision)
            var values = values(first, second, &redactor)
            // The summary is what is asked for here.
            values.set("summary", nil)
            let data =
                second?.record.root["modified_data"]
                ?? first.record.root["initial_extracted_data"]
            values.set("data", data.map { text(redactor.redact($0)) })
            let prompt = [
                ChatMessage(role: .user, content: templates.summary.render(values.values))
            ]
            let isUntouched = ExactText(given) == ExactText(shipped)
            var example = Example(
                origin(.summaries, workflow, first.revision),
                prompt: prompt,
                chosen: answer(redactor.redact(shipped)),
                rejected: isUntouched ? nil : answer(redactor.redact(given))
            )
            example.isUntouched = isUntouched
            example.isFormatOnly = !isUntouched && Self.letters(given) == Self.letters(shipped)
            examples.append(example)
        }
        return examples
    }

    /// The text of a summary; of an object its strings, a line each.
    private static func summary(_ value: JSONView?) -> String {
        guard let value else { return "" }
        return strings(value).joined(separator: "\n")
    }

    private static func strings(_ value: JSONView) -> [String] {
        switch value.kind {
        case .string: [value.string ?? ""]
        case .array: value.elements.flatMap { strings($0) }
        case .object: value.members.flatMap { strings($0.value) }
        case .null, .boolean, .number: []
        }
    }

    private static func letters(_ text: String) -> String {
        String(text.lowercased().filter { $0.isLetter || $0.isNumber })
    }

    // MARK: - Pieces

    private func values(
        _ first: RecordedWorkflow.Stage?,
        _ second: RecordedWorkflow.Stage?,
        _ redactor: inout Redactor
    ) -> PromptValues {
        var values = PromptValues()
        for (name, value) in [
            ("document_type", first?.documentType), ("document_id", first?.documentID),
            ("extraction_method", first?.extractionMethod), ("model", first?.model),
            ("template", second?.template),
            ("summary", first.map { Self.summary($0.record.root["ai_initial_summary"]) }),
            (
                "instructions",
                second?.record.root["user_preferences"]?["transformation_instructions"]?.string
            ),
        ] {
            values.set(name, value.map { redactor.redact($0) })
        }
        if let first { values.setRecord(first.record.root, &redactor) }
        return values
    }

    private func origin(
        _ source: DatasetSource,
        _ workflow: RecordedWorkflow,
        _ revision: Int
    ) -> Example.Origin {
        Example.Origin(
            source: source,
            owner: workflow.place.owner,
            recordID: "\(workflow.place.workflowID)",
            revision: revision
        )
    }

    private func answer(_ content: String) -> [ChatMessage] {
        [ChatMessage(role: .assistant, content: content)]
    }

    private func text(_ json: [UInt8]) -> String { String(decoding: json, as: UTF8.self) }
}
