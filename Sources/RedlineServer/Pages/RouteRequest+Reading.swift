import Redline
import RedlineAnalytics
import RedlineWeb

extension RouteRequest {
    /// Who looks at a page that is not for everybody.
    var signedIn: Visitor {
        get throws {
            guard let visitor else { throw Problem.unauthorized("sign in") }
            return visitor
        }
    }

    /// As whom a page reads: for those who see everybody's, of the one owner that they name.
    func access(toOwner name: String?) throws -> ReadAccess {
        guard principal.owner == nil, let name else { return principal.access }
        guard let owner = Owner(name) else {
            throw Problem.badParameter("owner must be \(Owner.rule)", "owner")
        }
        return .owner(owner)
    }

    /// The page of a list that a link asks for; the ids of its rows have to be such ones.
    func cursorPage(
        of rows: Int = 50,
        where isID: (String) -> Bool = { _ in true }
    ) throws -> PageRequest {
        var page = PageRequest(limit: rows)
        if let cursor = query.text("cursor") {
            guard let place = PagePlace(cursor: cursor), isID(place.id) else {
                throw Problem.badParameter("cursor is none that a page gave", "cursor")
            }
            page.after = place
        }
        return page
    }
}
