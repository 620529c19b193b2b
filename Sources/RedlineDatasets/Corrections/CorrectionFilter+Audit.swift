import Redline

extension CorrectionFilter {
    /// The filters that are set; the owner is masked unless told otherwise.
    func write(to json: inout JSONWriter, isMasked: Bool = true) {
        json.beginObject()
        let texts: [(String, String?)] = [
            ("field", field?.text), ("pattern", pattern?.rawValue),
            ("change_type", changeType?.rawValue), ("model", model),
            ("document_type", documentType),
            ("extraction_method", extractionMethod), ("template", template),
            ("owner", isMasked ? owner?.masked : owner?.name),
            ("from", from.map { "\($0)" }), ("to", to.map { "\($0)" }),
        ]
        for (name, text) in texts {
            guard let text else { continue }
            json.name(name)
            json.string(text)
        }
        if minPatternOwners > 1 {
            json.name("min_pattern_owners")
            json.integer(minPatternOwners)
        }
        json.endObject()
    }

    /// What somebody is about to do with the corrections that it lets through, for the audit trail.
    public func act(
        _ action: AuditAction,
        as access: MiningAccess,
        detail: [String: String] = [:]
    ) -> AuditedAct {
        var json = JSONWriter()
        write(to: &json, isMasked: false)
        return AuditedAct(
            action,
            owners: (owner ?? access.owner).map { [$0.name] },
            query: "corrections\u{1F}\(json.text)",
            detail: detail
        )
    }
}
