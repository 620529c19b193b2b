import Redline
import RedlineRedaction

/// Replaces personal data in records before anything of them is stored or measured.
///
/// The same value has the same placeholder in all records under one key. Everything in a record is
/// content that is looked through, but member names and what `RedactedPlaces` leaves as it is.
public struct RecordRedaction: Sendable {
    /// The kinds of personal data that are replaced.
    public let kinds: Set<PersonalData>
    /// The key of the placeholders.
    public let key: RedactionKey
    private let texts: Redactor
    private let numbers: Redactor?

    /// The kinds by their names in lists, such as `emails`, always in the same order.
    public var kindNames: [String] {
        PersonalData.allCases.filter { kinds.contains($0) }.map(\.plural)
    }

    /// Creates the redaction of these kinds.
    public init(_ kinds: Set<PersonalData>, key: RedactionKey) {
        self.kinds = kinds
        self.key = key
        texts = Redactor(kinds, style: .keyed(key.bytes))
        numbers = kinds.contains(.card) ? Redactor([.card], style: .keyed(key.bytes)) : nil
    }

    /// The record's text with placeholders in the place of personal data; nil where it has none.
    func redacted(_ record: Record) -> [UInt8]? {
        switch record {
        case .stage(let stage): redacted(stage.document, .stage)
        case .interaction(let interaction): redacted(interaction.document, .interaction)
        }
    }

    /// A document's text with placeholders in the place of personal data; nil where it has none.
    func redacted(_ document: ExtractedDocument) -> [UInt8]? {
        redacted(document.document, .document)
    }

    /// The same of a text of which all is content but the model that wrote it.
    func redacted(content: JSONDocument) -> [UInt8]? {
        redacted(content, .summary)
    }

    /// The same of a part of a trace.
    func redacted(tracePart: JSONDocument) -> [UInt8]? {
        redacted(tracePart, .tracePart)
    }

    private func redacted(_ document: JSONDocument, _ places: RedactedPlaces) -> [UInt8]? {
        var redactor = ScalarRedactor(texts: texts, numbers: numbers)
        var replacement = JSONReplacement(in: document)
        places.forEachContent(of: document.root) { value, isData in
            guard let json = redactor.redacted(value, replacesNumbers: isData) else { return }
            replacement.replace(value, with: json)
        }
        return replacement.text
    }

    /// Takes a text with placeholders as JSON.
    ///
    /// - Throws: `RecordFaults` where they made it larger than a record may be.
    static func parse(_ redacted: [UInt8]) throws(RecordFaults) -> JSONDocument {
        do throws(JSONParseError) {
            return try JSONDocument(parsing: redacted)
        } catch {
            // Placeholders may be longer than what they stand for.
            let fault = RecordFault("", "with personal data replaced: \(error.reason)")
            throw RecordFaults([fault], kind: .tooLarge)
        }
    }
}
