import Redline
import RedlineAnalytics
import RedlineRendering

/// A conversation in its order, or a single interaction that belongs to none.
public struct ConversationPage {
    /// The turns of a page.
    public static let turns = 20

    /// What is said where there is no such conversation.
    public static let unknown = Words.Interactions.unknown
    /// What is said where there is no such interaction.
    public static let unknownInteraction = Words.Interactions.unknownInteraction

    /// What the conversation is of.
    public struct Question: Sendable {
        /// The thread; nil for a single interaction.
        public let threadID: String?
        /// Whose, where that was said.
        public let owner: String
        /// Where the page begins; empty for the latest turns.
        public let cursor: String

        /// Takes what was asked.
        public init(threadID: String?, owner: String, cursor: String) {
            self.threadID = threadID
            self.owner = owner
            self.cursor = cursor
        }
    }

    private let question: Question
    private let found: Page<InteractionEntry>
    private let showsOwners: Bool

    /// Takes what was asked and the turns, the newest first; `showsOwners` is for those who see the
    /// conversations of several.
    public init(_ question: Question, _ found: Page<InteractionEntry>, showsOwners: Bool) {
        self.question = question
        self.found = found
        self.showsOwners = showsOwners
    }

    /// The page.
    public func page() -> WebPage {
        let owners = Set(found.rows.map(\.owner))
        let title =
            question.threadID == nil
            ? Words.Interactions.single : Words.Interactions.conversation
        return WebPage(
            title: title,
            section: .interactions,
            content: """
                <p class="small"><a href="/interactions">\(Words.Interactions.title)</a></p>
                <h1>\(title)</h1>
                \(owners.count > 1 ? choice(owners.sorted()) : conversation)
                """
        )
    }

    /// Two owners may have given their threads the same name.
    private func choice(_ owners: [String]) -> HTML {
        let links = owners.map { owner -> HTML in
            let parameters = [("thread", question.threadID ?? ""), ("owner", owner)]
            let address = Link("/interactions/thread", parameters).address
            return "<li><a href=\"\(address)\">\(owner)</a></li>\n"
        }
        return "<p>\(Words.Interactions.several)</p>\n<ul>\n\(links)</ul>\n"
    }

    private var conversation: HTML {
        var room = PageRoom.standard
        let turns = found.rows.reversed().map { entry in
            ConversationTurn(entry, showsOwner: showsOwners).html(&room)
        }
        let links = PagingLinks.html(
            "/interactions/thread",
            [
                ("thread", question.threadID ?? ""), ("owner", question.owner),
                ("cursor", question.cursor),
            ],
            next: found.next?.cursor,
            first: Words.Interactions.latest,
            following: Words.Interactions.earlier
        )
        let thread = question.threadID.map { thread -> HTML in
            "<dt>\(Words.Interactions.thread)</dt><dd class=\"id\">\(thread)</dd>\n"
        }
        let owner: HTML? =
            showsOwners
            ? found.rows.first.map { "<dt>\(Words.Filter.owner)</dt><dd>\($0.owner)</dd>\n" } : nil
        return """
            <dl class="pairs">
            \(thread)\(owner)</dl>
            \(links)\
            <ol class="talk">
            \(turns)</ol>

            """
    }
}
