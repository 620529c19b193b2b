import Redline

extension Summary {
    /// Writes the summary as an object: the executive summary as a string, each other part as an
    /// array of strings.
    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        for part in SummaryPart.allCases {
            writer.name(part.rawValue)
            let texts = self[part].map(\.text)
            if part == .executiveSummary {
                writer.string(texts.joined(separator: " "))
            } else {
                writer.beginArray()
                for text in texts { writer.string(text) }
                writer.endArray()
            }
        }
        writer.endObject()
    }

    /// Writes who made the summary and what it took, as a record's `initial_summary_metadata` or
    /// `final_summary_metadata` has it.
    ///
    /// `statement_fields` has for each statement the fields that it was taken from, and is left out
    /// where a model does not say.
    public func writeMetadata(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.name("ai_model")
        writer.string(model)
        writer.name("processing_time_ms")
        writer.number(use.milliseconds)
        write("tokens_used", use.tokensUsed, to: &writer)
        write("prompt_tokens", use.tokensIn, to: &writer)
        write("completion_tokens", use.tokensOut, to: &writer)
        writer.name("confidence_score")
        if let confidence { writer.number(confidence) } else { writer.null() }
        writer.name("attempts")
        writer.integer(use.attempts)
        writer.name("repairs")
        writer.integer(use.repairs)
        writer.name("whole_document")
        writer.boolean(isOfWholeDocument)
        if let fallbackReason {
            writer.name("fallback_reason")
            writer.string(fallbackReason.code)
        }
        if parts.values.contains(where: { $0.contains { !$0.fields.isEmpty } }) {
            writer.name("statement_fields")
            writeFields(to: &writer)
        }
        writer.endObject()
    }

    private func write(_ name: String, _ value: Int?, to writer: inout JSONWriter) {
        writer.name(name)
        if let value { writer.integer(value) } else { writer.null() }
    }

    private func writeFields(to writer: inout JSONWriter) {
        writer.beginObject()
        for part in SummaryPart.allCases where !self[part].isEmpty {
            writer.name(part.rawValue)
            writer.beginArray()
            for statement in self[part] {
                writer.beginArray()
                for field in statement.fields { writer.string("\(field)") }
                writer.endArray()
            }
            writer.endArray()
        }
        writer.endObject()
    }
}
