import Redline
import RedlineRendering

/// Where the pages of an export are.
///
/// Two owners may use one workflow id: for whoever sees both, the addresses say whose is meant.
public struct ExportAddress: Sendable {
    private let path: String
    /// Whose, where that has to be said; empty where it does not.
    private let owner: String

    /// Names an export; `owner` is for those who said whose they mean.
    public init(_ id: WorkflowID, owner: String? = nil) {
        path = "/exports/\(id)"
        self.owner = owner ?? ""
        keptUnder = owner.map { "\(id)/\($0):" } ?? "\(id):"
    }

    /// By what a browser keeps what is typed: apart for each owner.
    let keptUnder: String

    /// The address of its page, or of one below it.
    public func page(_ below: String = "", _ parameters: [(String, String)] = []) -> String {
        Link(path + below, parameters + [("owner", owner)]).address
    }

    /// The field of a form that leads there by GET: it has no parameters but those of its fields.
    var ownerField: HTML? {
        owner.isEmpty
            ? nil : "<input type=\"hidden\" name=\"owner\" value=\"\(HTML(value: owner))\">"
    }
}
