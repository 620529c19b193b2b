extension WorkflowStory {
    func head(_ stage: String, at time: Moment) -> DemoValue {
        [
            "stage": .string(stage),
            "export_workflow_id": .string(workflowID),
            "owner_email": .string(owner.email),
            "timestamp": .string(time.rfc3339),
        ]
    }

    mutating func firstStage() -> DemoValue {
        let isRight = reading.changes == 0
        var record = head("initial_ai_summary", at: started)
        record.append("document_id", .string(document.identifier))
        record.append(
            "source",
            [
                "document_type": .string(document.kind.rawValue),
                "extraction_method": .string(method),
                "di_confidence": .rounded(
                    model.confidence(isRight: isRight, &random),
                    places: 4
                ),
                "extraction_fields_count": .integer(reading.extracted.leafCount),
            ]
        )
        record.append("initial_extracted_data", reading.extracted)
        record.append("ai_initial_summary", initialSummary.value(asPoints: asPoints))
        record.append("initial_summary_metadata", metadata(isRight: isRight))
        if random.chance(0.4) {
            let scored = reading.confidence.map {
                DemoValue.Member(name: $0.pointer, value: .rounded($0.value, places: 3))
            }
            record.append("field_confidence", .object(scored))
        }
        return record
    }

    mutating func modifications(
        _ preferences: DemoValue,
        at time: Moment,
        editing: Int
    ) -> DemoValue {
        var record = head("user_modifications", at: time)
        record.append("original_data", reading.extracted)
        record.append("modified_data", reading.corrected)
        record.append("user_preferences", preferences)
        record.append("user_actions", ["editing_time_seconds": .integer(editing)])
        if !reading.mended.isEmpty, random.chance(0.15) {
            record.append("changes", .array(reading.mended.map(\.change)))
        }
        if random.chance(0.2) {
            let looked = reading.confidence.map(\.pointer).filter { _ in random.chance(0.5) }
            record.append("reviewed_fields", .strings(looked))
        }
        return record
    }

    mutating func deliverable(
        _ preferences: DemoValue,
        at time: Moment,
        editing: Int
    ) -> DemoValue {
        let corrected = Summary(of: reading.corrected, kind: document.kind)
        let final = random.chance(0.28) ? corrected.edited(&random) : corrected
        let format = preferences["export_format"]?.shown ?? "json"
        var record = head("final_summary_and_deliverable", at: time)
        record.append("ai_final_summary", final.value(asPoints: asPoints))
        record.append("final_summary_metadata", metadata(isRight: true))
        record.append("deliverable", file(format))
        // Some clients measure the wrong thing, and report less than the editing alone took.
        let total =
            random.chance(0.02) ? editing / 2 : time.seconds(since: started)
        let claimed = model.reportedAccuracy + random.normal() * 0.015
        record.append(
            "workflow_summary",
            [
                "total_time_seconds": .integer(total),
                "ai_processing_accuracy": .rounded(min(1, claimed), places: 3),
                "final_output_quality": .rounded(
                    min(1, 0.96 + random.normal() * 0.02),
                    places: 3
                ),
            ]
        )
        return record
    }

    mutating func feedback(at time: Moment) -> DemoValue {
        // People are content with what they did not have to mend.
        let mood = 4.7 - 0.35 * Double(reading.changes) + random.normal() * 0.7
        let rating = min(5, max(1, Int(mood.rounded())))
        var record = head("user_feedback", at: time)
        record.append("satisfaction_rating", .integer(rating))
        if random.chance(0.5) {
            let remark = random.pick(rating >= 4 ? Self.praise : Self.complaints)
            record.append("feedback_text", .string(remark))
        }
        if random.chance(0.6) {
            for name in ["quality_rating", "accuracy_rating", "completeness_rating"] {
                let near = min(5, max(1, rating + random.int(-1...1)))
                record.append(name, .integer(near))
            }
        }
        if rating <= 3, !reading.mended.isEmpty {
            record.append(
                "issues_found",
                .strings(reading.mended.prefix(3).map { "\($0.pointer): \($0.reason)" })
            )
        }
        return record
    }

    private var initialSummary: Summary {
        Summary(of: reading.extracted, kind: document.kind)
    }

    private mutating func metadata(isRight: Bool) -> DemoValue {
        let seconds = random.logNormal(median: model.secondsMedian, sigma: 0.45)
        let tokens = Double(reading.extracted.leafCount) * model.tokensPerLeaf
        return [
            "ai_model": .string(model.name),
            "processing_time_ms": .integer(Int(seconds * 1000)),
            "tokens_used": .integer(Int(random.logNormal(median: tokens + 400, sigma: 0.2))),
            "confidence_score": .rounded(model.confidence(isRight: isRight, &random), places: 4),
        ]
    }

    private mutating func file(_ format: String) -> DemoValue {
        let ending = format == "excel" ? "xlsx" : format
        let bytesPerLeaf: [String: Double] = ["pdf": 2400, "excel": 310, "csv": 38]
        let size = bytesPerLeaf[format, default: 56] * Double(reading.corrected.leafCount)
        var file: DemoValue = [
            "filename": .string("\(document.identifier.lowercased()).\(ending)"),
            "file_size_bytes": .integer(Int(random.logNormal(median: size + 600, sigma: 0.15))),
            "file_format": .string(format),
            "content_hash": .string("sha256:" + random.hex(64)),
        ]
        if format == "pdf" {
            file.append("pages", .integer(1 + reading.corrected.leafCount / 30))
        }
        return file
    }

    private static let praise = [
        "Everything was right.", "Spart mir viel Zeit.", "Très pratique, merci.",
        "Good, only small things to mend.", "とても便利です。", "ممتاز", "Fast and complete.",
    ]

    private static let complaints = [
        "The dates come out the wrong way round.", "First line item is missing again.",
        "Umlaute werden falsch gelesen.", "Les montants sont décalés d'un facteur dix.",
        "The summary is fine, the table is not.", "金額が間違っていました。",
    ]
}

extension Reading.Mended {
    /// The change as a client would report it.
    fileprivate var change: DemoValue {
        [
            "field": .string(pointer),
            "path": .string(pointer),
            "change_type": "modification",
            "original_value": original,
            "modified_value": corrected,
            "user_reason": .string(reason),
        ]
    }
}
