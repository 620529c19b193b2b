/// How much the built-in summariser says, by the template of the deliverable.
struct ExtractiveExtent {
    var parties = 3
    var dates = 2
    var lists = 2
    var findings = 8
    var changes = 5
    var warnings = 6

    /// The extent of a template; one that is not known is like `standard`.
    init(template: String?) {
        switch template {
        case "executive_summary":
            findings = 4
            changes = 2
            warnings = 3
        case "detailed":
            parties = 6
            dates = 4
            lists = 6
            findings = 24
            changes = 20
            warnings = 20
        case "financial":
            findings = 12
        default:
            break
        }
    }
}
