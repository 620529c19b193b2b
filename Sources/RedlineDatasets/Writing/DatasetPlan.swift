import Redline
import RedlineDigest
import RedlineRedaction

/// What a dataset is to be made of, and how.
public struct DatasetPlan: Sendable {
    /// The shape of its lines.
    public var shape: DatasetShape
    /// From what its examples are made; of `pairs`, always from corrections.
    public var sources: Set<DatasetSource> = [.documents]
    /// Whether an example is a document or a field.
    public var granularity = DatasetGranularity.document
    /// Which corrections, and which workflows.
    public var filter = CorrectionFilter()
    /// Into which parts it is split.
    public var split = DatasetSplit.whole
    /// The most examples of one owner.
    public var maxPerOwner: Int?
    /// Whether examples are left out of which only the way of writing was changed.
    public var dropsFormatOnly = false
    /// Whether examples stay that say nearly the same as one before them.
    public var keepsNearDuplicates = false
    /// Whether what a person confirmed as it was is an example of other shapes than `kto`, too.
    public var includesUntouched = false
    /// Which personal data are replaced.
    public var redaction = Set(PersonalData.allCases)
    /// The words in which examples ask the AI.
    public var templates: PromptTemplates

    /// Plans a dataset of edited documents.
    public init(_ shape: DatasetShape, templates: PromptTemplates) {
        self.shape = shape
        self.templates = templates
    }

    /// Everything else that was asked for.
    func writeOptions(to json: inout JSONWriter) {
        json.beginObject()
        json.name("sources")
        json.strings(shape == .pairs ? ["corrections"] : sources.map(\.rawValue).sorted())
        json.name("granularity")
        json.string(granularity.rawValue)
        json.name("split")
        json.beginObject()
        for part in split.parts {
            json.name(part.name)
            json.number(part.share)
        }
        json.endObject()
        json.name("seed")
        json.integer(split.seed)
        json.name("max_per_owner")
        if let maxPerOwner { json.integer(maxPerOwner) } else { json.null() }
        json.name("drop_format_only")
        json.boolean(dropsFormatOnly)
        json.name("keep_near_duplicates")
        json.boolean(keepsNearDuplicates)
        json.name("include_untouched")
        json.boolean(includesUntouched)
        json.name("redact")
        json.strings(redaction.map(\.plural).sorted())
        json.endObject()
    }

    /// The same for the same plan and target, for an export that goes on.
    func fingerprint(_ target: DatasetTarget) -> String {
        var json = JSONWriter()
        json.beginArray()
        json.string(shape.rawValue)
        json.string(target.path)
        filter.write(to: &json, isMasked: false)
        writeOptions(to: &json)
        json.strings(templates.texts)
        json.endArray()
        return SHA256Digest.hexadecimal(SHA256Digest.of(json.bytes))
    }
}

extension JSONWriter {
    mutating func strings(_ values: [String]) {
        beginArray()
        for value in values { string(value) }
        endArray()
    }
}
