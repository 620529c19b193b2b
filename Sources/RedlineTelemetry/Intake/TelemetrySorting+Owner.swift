import Redline

extension TelemetrySorting {
    /// Whose a part is: what it says itself, or its process, or else the other spans of its trace.
    static func owner(
        _ attributes: TelemetryAttributes,
        _ resource: TelemetryAttributes,
        ofTrace others: () -> Set<String>?
    ) throws(Unreadable) -> Owner {
        let own = attributes.ownerName ?? resource.ownerName
        guard let name = own ?? others().flatMap({ $0.count == 1 ? $0.first : nil }) else {
            throw Unreadable(
                reason: "nothing says whose it is: use a key of the owner's, send X-User-Id, or "
                    + "set the attribute user.id"
            )
        }
        guard let owner = Owner(name) else {
            throw Unreadable(reason: "user.id must be \(Owner.rule)")
        }
        return owner
    }

    /// The owners that the spans of each trace name.
    static func ownersOfTraces(_ batch: TelemetryBatch) -> [String: Set<String>] {
        var named: [String: Set<String>] = [:]
        for entry in batch.entries {
            guard case .span(let span) = entry.item,
                let name = span.attributes.ownerName ?? entry.resource.ownerName
            else { continue }
            named[span.traceID, default: []].insert(name)
        }
        return named
    }

    /// The spans that are no parts of conversations but have all that is above them in the request.
    static func roots(
        of batch: TelemetryBatch,
        _ kinds: [ConventionKind?]
    ) -> [String: Set<String>] {
        var parents: [String: [String: String?]] = [:]
        for (entry, kind) in zip(batch.entries, kinds) {
            guard case .span(let span) = entry.item, kind?.isOutside == true else { continue }
            parents[span.traceID, default: [:]][span.spanID] =
                .some(span.isParentRemote ? nil : span.parentID)
        }
        return parents.mapValues { spans in
            Set(
                spans.keys.filter { span in
                    var place = span
                    for _ in 0...spans.count {
                        guard let parent = spans[place] else { return false }
                        guard let next = parent else { return true }
                        place = next
                    }
                    return false
                }
            )
        }
    }
}

extension ConventionKind {
    fileprivate var isOutside: Bool {
        if case .part = self { false } else { true }
    }
}
