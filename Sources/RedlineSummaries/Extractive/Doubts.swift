import Redline

/// What in a document may be wrong: low confidences, missing values, figures that disagree.
struct Doubts {
    /// A confidence that is low, of a field or of the whole document.
    struct LowConfidence {
        let words: [String]
        /// The field; nil for the whole document.
        let field: FieldReference?
        let confidence: JSONView
        let confidenceField: FieldReference
    }

    /// The most low confidences that are looked at: each costs a walk into the document.
    static let limit = 100

    let low: [LowConfidence]
    let missing: [MissingField]
    let conflicts: [Conflict]

    init(_ request: SummaryRequest, _ outline: DocumentOutline) {
        let changed = Set((request.review?.changes ?? []).map { ExactText($0.modifiedPath) })
        var low: [LowConfidence] = []
        if let confidence = request.source?["di_confidence"], Self.isLow(confidence) {
            low.append(
                LowConfidence(
                    words: [],
                    field: nil,
                    confidence: confidence,
                    confidenceField: FieldReference(.source, "/di_confidence")
                )
            )
        }
        // What a person has put right is not as sure as the extraction was any more.
        let confidences = request.fieldConfidence?.members ?? []
        let doubted = confidences.filter { pointer, confidence in
            Self.isLow(confidence) && !changed.contains(ExactText(pointer))
        }
        for (pointer, confidence) in doubted.prefix(Self.limit) {
            guard PointerNames.value(at: pointer, in: request.data)?.isShown == true else {
                continue
            }
            low.append(
                LowConfidence(
                    words: PointerNames.words(of: pointer),
                    field: FieldReference(.data, pointer),
                    confidence: confidence,
                    confidenceField: FieldReference(
                        .fieldConfidence,
                        JSONPointer.appending(pointer, to: "")
                    )
                )
            )
        }
        let known = Set(confidences.map { ExactText($0.name) })
        for field in outline.fields
        where low.count < Self.limit && !changed.contains(ExactText(field.pointer)) {
            guard let confidence = field.confidence, Self.isLow(confidence.value),
                !known.contains(ExactText(field.pointer))
            else { continue }
            low.append(
                LowConfidence(
                    words: field.words,
                    field: field.reference,
                    confidence: confidence.value,
                    confidenceField: FieldReference(.data, confidence.pointer)
                )
            )
        }
        self.low = low
        missing = outline.missing
        conflicts = Conflict.all(in: outline)
    }

    private static func isLow(_ confidence: JSONView) -> Bool {
        guard let value = confidence.double else { return false }
        return value < ExtractiveSummariser.lowConfidence
    }
}
