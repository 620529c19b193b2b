import Redline

/// A part of the pages, as the navigation names it.
public enum Section: CaseIterable, Sendable {
    /// The few figures that matter.
    case dashboard
    /// The reports.
    case reports
    /// Exports: what there is to do, and what was done.
    case exports

    /// Where it begins.
    public var path: String {
        switch self {
        case .dashboard: "/"
        case .reports: "/reports"
        case .exports: "/exports"
        }
    }

    /// The roles that it is for; `admin` sees all.
    public var roles: Set<KeyRole> {
        switch self {
        case .dashboard, .reports: [.analyst, .miner, .compliance]
        case .exports: [.owner, .compliance]
        }
    }

    /// Whether somebody of that role sees it.
    public func isOpen(to role: KeyRole) -> Bool {
        role == .admin || roles.contains(role)
    }

    /// Where somebody of that role begins; nil where there is nothing for them.
    public static func first(for role: KeyRole) -> Section? {
        allCases.first { $0.isOpen(to: role) }
    }
}
