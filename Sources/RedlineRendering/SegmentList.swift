/// Collects the segments of a difference, neighbours of one kind as one.
struct SegmentList {
    private(set) var segments: [TextDifference.Segment] = []

    mutating func append(_ kind: TextDifference.Segment.Kind, _ text: Substring) {
        guard !text.isEmpty else { return }
        if segments.last?.kind == kind {
            segments[segments.count - 1].text += text
        } else {
            segments.append(TextDifference.Segment(kind, String(text)))
        }
    }

    /// Appends what stands between two kept words; the white space that both sides begin or end
    /// with is kept.
    mutating func append(old: Substring, new: Substring) {
        let oldScalars = old.unicodeScalars
        let newScalars = new.unicodeScalars
        let shorter = min(oldScalars.count, newScalars.count)
        let before = zip(oldScalars, newScalars).prefix(while: Self.areSameBlank).count
        let after = zip(oldScalars.reversed(), newScalars.reversed())
            .prefix(shorter - before).prefix(while: Self.areSameBlank).count

        append(.kept, Substring(oldScalars.prefix(before)))
        append(.removed, Substring(oldScalars.dropFirst(before).dropLast(after)))
        append(.added, Substring(newScalars.dropFirst(before).dropLast(after)))
        append(.kept, Substring(oldScalars.suffix(after)))
    }

    private static func areSameBlank(_ old: Unicode.Scalar, _ new: Unicode.Scalar) -> Bool {
        old == new && old.properties.isWhitespace
    }
}
