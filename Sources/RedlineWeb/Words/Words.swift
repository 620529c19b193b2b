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
        static let elsewhere =
            "You see what your account allows, for twelve hours or until you sign out."
        static let notBegun =
            "This sign-in was not begun in this browser, took longer than ten minutes, or was used "
            + "already. Begin again."
        static let declined = "You were not signed in there. Begin again, or sign in with a key."
        static let notAdmitted =
            "Your account may not sign in here. Ask the people who run this service."
        static let noOwner =
            "Your account does not say whose records are yours: what it lacks is a name for you, or "
            + "a verified email address. Ask the people who run this service."
        static let erased =
            "What was held on you here was erased, and nothing more is taken. Ask the people who "
            + "run this service if that is to change."
        static let trouble =
            "Signing in with your account does not work at the moment. Try again, or sign in with "
            + "a key; if it stays so, tell the people who run this service."
        static let busy = "Many people are signing in. Try again in a minute."
        static let outTitle = "Signed out"
        static let out = "You are signed out of redline."
        static let again = "Sign in again"
        static func with(_ name: String) -> String { "Sign in with \(name)" }
        static func outThere(_ name: String) -> String {
            "You may still be signed in with \(name): whoever uses this browser next could then "
                + "sign in here as you."
        }
        static func outLink(_ name: String) -> String { "Sign out of \(name), too" }
    }

    /// What went wrong.
    enum Failure {
        static let back = "Back to the start"
        static let request = "Request"
    }

    /// Where an id is of several.
    enum Choice {
        static let title = "Whose is meant?"
        static let several = "Several owners use this id. Choose whose is to be shown."
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
