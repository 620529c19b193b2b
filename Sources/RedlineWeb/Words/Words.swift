/// The words of the pages, in English and in one place: what a translation would begin with.
///
/// Names of records, reports and columns are not here: they are the same everywhere.
enum Words {
    /// Around each page.
    enum Frame {
        static let skip = "Skip to the content"
        static let navigation = "Main"
        static let signOut = "Sign out"
        static let footer = "times are in UTC"

        static func name(of section: Section) -> String {
            switch section {
            case .dashboard: "Dashboard"
            case .reports: "Reports"
            case .exports: "Exports"
            case .interactions: "Interactions"
            case .corrections: "Corrections"
            case .compliance: "Compliance"
            }
        }
    }

    /// Signing in.
    enum SignIn {
        static let title = "Sign in"
        static let explanation =
            "Sign in with an API key. You see what the key opens, for twelve hours or until you "
            + "sign out."
        static let key = "API key"
        static let hint = "It begins with rl_ and was shown when it was made."
        static let button = "Sign in"
        static let wrong = "This key is unknown, has run out or was revoked."
        static let recorder =
            "A recorder's key writes records and reads none: there is nothing to look at with it."
        static let tooMany = "Too many wrong keys came from your address. Try again in a minute."
    }

    /// What went wrong.
    enum Failure {
        static let back = "Back to the start"
        static let request = "Request"
    }

    /// Lists over several pages.
    enum Paging {
        static let navigation = "Pages of this list"
        static let first = "Newest"
        static let next = "Older"
    }

    /// Forms of filters.
    enum Filter {
        static let show = "Show"
        static let from = "From"
        static let to = "To (not included)"
        static let owner = "Owner"
        static let any = "any"
        static let all = "all"
    }
}
