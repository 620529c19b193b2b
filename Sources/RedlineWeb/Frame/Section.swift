import Redline

/// A part of the pages, as the navigation names it.
public enum Section: CaseIterable, Sendable {
    /// The few figures that matter.
    case dashboard
    /// The reports.
    case reports
    /// Exports: what there is to do, and what was done.
    case exports
    /// Conversations with assistants.
    case interactions
    /// What people corrected.
    case corrections
    /// What is held on owners, and who did what with it.
    case compliance

    /// Where it begins.
    public var path: String {
        switch self {
        case .dashboard: "/"
        case .reports: "/reports"
        case .exports: "/exports"
        case .interactions: "/interactions"
        case .corrections: "/corrections"
        case .compliance: "/compliance"
        }
    }

    /// The roles that it is for; `admin` sees all.
    public var roles: Set<KeyRole> {
        switch self {
        case .dashboard, .reports: [.analyst, .miner, .compliance]
        case .exports: [.owner, .compliance]
        case .interactions: [.owner, .compliance]
        case .corrections: [.miner, .compliance]
        case .compliance: [.compliance]
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
