import Redline

/// The blocks of data in a prompt, each as JSON without line ends; nil where there is nothing in it.
enum PromptBlock {
    /// The most code points of what a person wants to be done.
    static let instructionLimit = 4_000
    /// The most code points of the first summary.
    static let summaryLimit = 8_000
    /// The most changes.
    static let changeLimit = 100
    /// The most confidences, and the most fields that matter.
    static let fieldLimit = 50
    /// The most examples of corrections.
    static let exampleLimit = 20
    /// The most code points of a value of a change or an example.
    static let valueLimit = 200

    /// The document with its type and what is known of its confidence.
    static func document(_ request: SummaryRequest, _ excerpt: DocumentExcerpt) -> String? {
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("document_type")
        writer.string(cut(request.documentType, valueLimit))
        if let confidence = request.source?["di_confidence"], confidence.kind == .number {
            writer.name("confidence")
            writer.number(confidence.text)
        }
        let confidences = (request.fieldConfidence?.members ?? []).filter { member in
            guard let confidence = member.value.double else { return false }
            return confidence < ExtractiveSummariser.lowConfidence
        }
        if !confidences.isEmpty {
            writer.name("low_confidences")
            writer.beginObject()
            for (pointer, confidence) in confidences.prefix(fieldLimit) {
                writer.name(cut(pointer, valueLimit))
                writer.number(confidence.text)
            }
            writer.endObject()
        }
        writer.name("data")
        writer.raw(excerpt.json)
        writer.endObject()
        return writer.text
    }

    /// What people corrected before, the most frequent first.
    static func corrections(_ examples: [CorrectionExample]) -> String? {
        guard !examples.isEmpty else { return nil }
        var writer = JSONWriter()
        writer.beginArray()
        for example in examples.prefix(exampleLimit) {
            writer.beginObject()
            writer.name("field")
            writer.string(cut(example.field, valueLimit))
            writer.name("the_ai_gave")
            writer.string(cut(example.original, valueLimit))
            writer.name("people_made_it")
            writer.string(cut(example.modified, valueLimit))
            writer.name("times")
            writer.integer(example.corrections)
            writer.endObject()
        }
        writer.endArray()
        return writer.text
    }

    /// What a person changed, and the summary that they had before them.
    static func review(_ review: Review) -> String? {
        guard !review.changes.isEmpty || review.firstSummary != nil else { return nil }
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("changes")
        writer.beginArray()
        for change in review.changes.prefix(changeLimit) {
            writer.beginObject()
            writer.name("field")
            writer.string(cut(change.path, valueLimit))
            writer.name("change_type")
            writer.string(change.changeType.rawValue)
            for (name, value) in [("from", change.original), ("to", change.modified)] {
                guard let value else { continue }
                writer.name(name)
                var shown = ExcerptWriter(characters: valueLimit, elements: 3)
                shown.write(value)
                writer.raw(shown.json.bytes)
            }
            writer.endObject()
        }
        writer.endArray()
        if review.changes.count > changeLimit {
            writer.name(ExcerptWriter.omitted)
            writer.integer(review.changes.count - changeLimit)
        }
        if let summary = review.firstSummary {
            writer.name("first_summary")
            writer.string(cut(summary, summaryLimit))
        }
        writer.endObject()
        return writer.text
    }

    /// What the person wants of the summary.
    static func wishes(_ review: Review) -> String? {
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("document_template")
        writer.string(cut(review.template, valueLimit))
        writer.name("transformation_instructions")
        writer.string(cut(review.instructions, instructionLimit))
        writer.name("priority_fields")
        writer.beginArray()
        for field in review.priorityFields.prefix(fieldLimit) {
            writer.string(cut(field, valueLimit))
        }
        writer.endArray()
        writer.endObject()
        return writer.text
    }

    private static func cut(_ text: String, _ limit: Int) -> String {
        guard text.utf8.count > limit, text.unicodeScalars.count > limit else { return text }
        return "\(String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit))))…"
    }
}
