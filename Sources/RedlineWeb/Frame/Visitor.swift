import Redline
import RedlineRendering

/// Who looks at a page.
public struct Visitor: Sendable {
    /// What they may do.
    public let role: KeyRole
    /// Whose records alone they see; nil for those who see more.
    public let owner: Owner?
    /// What each form of theirs carries, so that no other site can send one in their name.
    public let formToken: String

    /// Creates a visitor.
    public init(role: KeyRole, owner: Owner?, formToken: String) {
        self.role = role
        self.owner = owner
        self.formToken = formToken
    }

    /// The field that each form carries.
    var tokenField: HTML {
        "<input type=\"hidden\" name=\"form_token\" value=\"\(formToken)\">"
    }
}
